import dgram from "node:dgram";
import diagnostics from "node:diagnostics_channel";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import os from "node:os";
import v8 from "node:v8";
import { kept, pinned } from "./kept.ts";

// Kept before the agent's code is loaded, which may put others in their place.
const replaceAll = kept(String.prototype.replaceAll as (this: string, search: string, by: string) => string);
const trim = kept(String.prototype.trim);

/** Puts an attempted side effect on record. */
export type Report = (kind: string, target: string) => void;

/** The channels on which Node tells what its permission model denied, and what each is a breach of. */
const DENIED: Readonly<Record<string, string>> = {
  fs: "file",
  net: "network",
  child: "process",
  worker: "thread",
  inspector: "inspector",
  wasi: "native code",
  addon: "native code",
  ffi: "native code",
};

/** Doors that the permission model leaves open, by what they are a breach of. */
const OPEN: readonly (readonly [kind: string, of: object, names: readonly string[]])[] = [
  ["signal", process, ["kill", "_kill", "_debugProcess", "_debugEnd"]],
  ["identity", process, ["setuid", "setgid", "seteuid", "setegid", "setgroups", "initgroups"]],
  ["native code", process, ["dlopen", "binding"]],
  ["process", os, ["setPriority"]],
  ["native code", v8, ["setFlagsFromString"]],
  ["file", v8, ["setHeapSnapshotNearHeapLimit"]],
  ["network", dgram.Socket.prototype, ["send", "connect"]],
];

/** Closes what the permission model leaves open, and reports each try at a closed door, whoever closed it. */
export function closeDoors(report: Report): void {
  for (const [channel, kind] of Object.entries(DENIED))
    diagnostics.subscribe(`node:permission-model:${channel}`, (message) => {
      const { permission, resource } = message as { permission: string; resource: string };
      report(permission === "FileSystemRead" ? "file read" : kind, replaceAll(resource, "\0", "@") || permission);
    });
  for (const channel of Object.keys(DENIED)) fix(diagnostics.channel(`node:permission-model:${channel}`));
  for (const [kind, of, names] of OPEN) for (const name of names) close(kind, of, name, report);
  closeDatabase(report);
  syncBuiltinESMExports();
}

/** Whoever listens there, goes on listening. */
function fix(channel: object): void {
  const { _subscribers: ears } = channel as { _subscribers?: object };
  Object.defineProperty(channel, "_subscribers", { value: Object.freeze(ears), writable: false, configurable: false });
  // Nor is it turned into a channel that nobody listens to.
  Object.preventExtensions(pinned(channel));
}

function said(name: string, args: readonly unknown[]): string {
  let text = name;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (typeof arg === "number" || typeof arg === "string") text += ` ${arg}`;
  }
  return trim(text);
}

function close(kind: string, of: object, name: string, report: Report): void {
  if (!(name in of)) return;
  const value = (...args: unknown[]): never => {
    report(kind, said(name, args));
    throw denied(name);
  };
  Object.defineProperty(of, name, { value, writable: false, configurable: false });
}

/** A database file is written past the permission model, so its module is taken away; who asks for it is reported. */
function closeDatabase(report: Report): void {
  const { getBuiltinModule } = process;
  const value = (id: string): unknown => {
    if (id === "sqlite" || id === "node:sqlite") report("file", "node:sqlite");
    return getBuiltinModule(id);
  };
  Object.defineProperty(process, "getBuiltinModule", { value, writable: false, configurable: false });
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === "node:sqlite") report("file", "node:sqlite");
      return next(specifier, context);
    },
  });
}

/** The error of a door that is closed. */
export function denied(what: string): Error {
  return Object.assign(new Error(`${what} is closed to an agent in observation mode`), { code: "ERR_ACCESS_DENIED" });
}
