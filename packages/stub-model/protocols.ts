import type { Protocol } from './protocol.js';
import { chatCompletions } from './protocols/chat-completions.js';
import { generateContent } from './protocols/generate-content.js';
import { messages } from './protocols/messages.js';
import { responses } from './protocols/responses.js';

/** Every protocol that the stub speaks. */
export const protocols: readonly Protocol[] = [generateContent, chatCompletions, messages, responses];
