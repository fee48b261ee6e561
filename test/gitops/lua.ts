import { createRequire } from 'node:module';
import type { LuaState } from 'fengari';

const require = createRequire(import.meta.url);
const { lauxlib, lua, lualib, to_luastring: bytes }: typeof import('fengari') = require('fengari');

/** What `os.date` returns, whatever it is asked. */
export const now = '20261130120000';

/**
 * Runs Lua as Argo CD does: with the base and table libraries and a part of `os`, and `obj` as a global. Returns what the
 * script returns.
 *
 * @throws Error with Lua's message
 */
export function runLua(script: string, obj: unknown): unknown {
  const state = lauxlib.luaL_newstate();
  lauxlib.luaL_requiref(state, bytes('_G'), lualib.luaopen_base, 1);
  lauxlib.luaL_requiref(state, bytes('table'), lualib.luaopen_table, 1);
  lua.lua_pushcfunction(state, pushOs);
  lua.lua_setglobal(state, bytes('require'));
  push(state, obj);
  lua.lua_setglobal(state, bytes('obj'));
  const isRun =
    lauxlib.luaL_loadstring(state, bytes(script)) === lua.LUA_OK && lua.lua_pcall(state, 0, 1, 0) === lua.LUA_OK;
  if (!isRun) throw new Error(lua.lua_tojsstring(state, -1));
  return read(state, lua.lua_gettop(state));
}

/** Whether Lua takes a text for a script. */
export const luaCompiles = (script: string): boolean =>
  lauxlib.luaL_loadstring(lauxlib.luaL_newstate(), bytes(script)) === lua.LUA_OK;

/** `require("os")`, the one module there is. */
function pushOs(state: LuaState): number {
  lua.lua_newtable(state);
  lua.lua_pushcfunction(state, (inner) => {
    lua.lua_pushstring(inner, bytes(now));
    return 1;
  });
  lua.lua_setfield(state, -2, bytes('date'));
  return 1;
}

function push(state: LuaState, value: unknown): void {
  if (typeof value === 'boolean') lua.lua_pushboolean(state, value);
  else if (Number.isInteger(value)) lua.lua_pushinteger(state, value as number);
  else if (typeof value === 'number') lua.lua_pushnumber(state, value);
  else if (typeof value === 'string') lua.lua_pushstring(state, bytes(value));
  else if (typeof value === 'object' && value !== null) pushTable(state, value);
  else lua.lua_pushnil(state);
}

function pushTable(state: LuaState, value: object): void {
  lauxlib.luaL_checkstack(state, 8, null);
  lua.lua_newtable(state);
  for (const [key, child] of Object.entries(value)) {
    push(state, child);
    if (Array.isArray(value)) lua.lua_seti(state, -2, Number(key) + 1);
    else lua.lua_setfield(state, -2, bytes(key));
  }
}

function read(state: LuaState, index: number): unknown {
  switch (lua.lua_type(state, index)) {
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(state, index);
    case lua.LUA_TNUMBER:
      return lua.lua_tonumber(state, index);
    case lua.LUA_TSTRING:
      return lua.lua_tojsstring(state, index);
    case lua.LUA_TTABLE:
      return readTable(state, index);
    default:
      return undefined;
  }
}

/** A list if its keys are numbers, and if it has none, as Argo CD reads it. */
function readTable(state: LuaState, index: number): unknown {
  lauxlib.luaL_checkstack(state, 8, null);
  const entries: [string | number, unknown][] = [];
  lua.lua_pushnil(state);
  while (lua.lua_next(state, index) !== 0) {
    const top = lua.lua_gettop(state);
    entries.push([read(state, top - 1) as string | number, read(state, top)]);
    lua.lua_pop(state, 1);
  }
  const isList = entries.every(([key]) => typeof key === 'number');
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
