/** The part of fengari, a Lua in JavaScript, that the tests use. */
declare module 'fengari' {
  export interface LuaState {
    readonly brand: unique symbol;
  }
  type CFunction = (state: LuaState) => number;
  export function to_luastring(text: string): Uint8Array;
  export function to_jsstring(bytes: Uint8Array): string;
  export const lauxlib: {
    luaL_newstate(): LuaState;
    luaL_checkstack(state: LuaState, space: number, message: null): void;
    luaL_requiref(state: LuaState, name: Uint8Array, open: CFunction, isGlobal: number): void;
    luaL_loadstring(state: LuaState, code: Uint8Array): number;
  };
  export const lualib: { luaopen_base: CFunction; luaopen_table: CFunction };
  export const lua: {
    readonly LUA_OK: number;
    readonly LUA_TNIL: number;
    readonly LUA_TBOOLEAN: number;
    readonly LUA_TNUMBER: number;
    readonly LUA_TSTRING: number;
    readonly LUA_TTABLE: number;
    lua_pop(state: LuaState, count: number): void;
    lua_pcall(state: LuaState, args: number, results: number, handler: number): number;
    lua_pushboolean(state: LuaState, value: boolean): void;
    lua_pushinteger(state: LuaState, value: number): void;
    lua_pushnumber(state: LuaState, value: number): void;
    lua_pushstring(state: LuaState, value: Uint8Array): void;
    lua_pushnil(state: LuaState): void;
    lua_pushcfunction(state: LuaState, value: CFunction): void;
    lua_newtable(state: LuaState): void;
    lua_setfield(state: LuaState, index: number, name: Uint8Array): void;
    lua_getglobal(state: LuaState, name: Uint8Array): number;
    lua_setglobal(state: LuaState, name: Uint8Array): void;
    lua_seti(state: LuaState, index: number, key: number): void;
    lua_next(state: LuaState, index: number): number;
    lua_type(state: LuaState, index: number): number;
    lua_toboolean(state: LuaState, index: number): boolean;
    lua_tonumber(state: LuaState, index: number): number;
    lua_tojsstring(state: LuaState, index: number): string;
    lua_gettop(state: LuaState): number;
  };
}
