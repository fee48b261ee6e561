/** kubectl asks this program to complete `kubectl task`; it has to be on the PATH. */
export const kubectlCompleter = `#!/bin/sh
exec kubectl-task __complete "$@"
`;

const bash = `# source <(kubectl task completion bash)
_kubectl_task() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :*) break ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(kubectl-task __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _kubectl_task kubectl-task kubetask
`;

const zsh = `#compdef kubectl-task kubetask
# source <(kubectl task completion zsh)
_kubectl_task() {
  local line
  local -a found
  while IFS= read -r line; do
    [[ $line == :* ]] && break
    found+=("\${\${line/:/\\\\:}/$'\\t'/:}")
  done < <(kubectl-task __complete "\${(@)words[2,$CURRENT]}" 2>/dev/null)
  _describe 'kubectl task' found
}
compdef _kubectl_task kubectl-task kubetask
`;

const fish = `# kubectl task completion fish | source
function __kubectl_task
  set -l words (commandline -opc) (commandline -ct)
  kubectl-task __complete $words[2..-1] 2>/dev/null | string match -v -r '^:'
end
complete -c kubectl-task -f -a '(__kubectl_task)'
complete -c kubetask -f -a '(__kubectl_task)'
`;

const powershell = `# kubectl task completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kubectl-task, kubetask -ScriptBlock {
  param($word, $tree, $cursor)
  $words = @($tree.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -eq '') { $words += '' }
  kubectl-task __complete @words 2>$null | Where-Object { $_ -notmatch '^:' } | ForEach-Object {
    $name, $text = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $(if ($text) { $text } else { $name }))
  }
}
`;

/** What `completion` prints, by shell; `kubectl` is the program that completes \`kubectl task\`. */
export const completionScripts: Readonly<Record<string, string>> = {
  bash,
  zsh,
  fish,
  powershell,
  kubectl: kubectlCompleter,
};
