import { expect, test } from "vitest";
import { sandboxHint } from "./sandboxHint.ts";

const linux = { platform: "linux", root: false, container: false, apparmor: false, userns: true };
const refused = "bubblewrap (/usr/bin/bwrap) cannot make a sandbox here: No permissions to create new namespace";

test.each([
  ["not on Linux", "a kernel sandbox needs Linux", { ...linux, platform: "darwin" }, /Run earnest on Linux/],
  ["not installed", "bubblewrap (bwrap) is not installed", linux, /sudo apt-get install bubblewrap/],
  ["not installed, as root", "bubblewrap (bwrap) is not installed", { ...linux, root: true }, /: apt-get install bubblewrap/],
  ["in a container", refused, { ...linux, container: true, apparmor: true }, /seccomp=unconfined/],
  ["switched off", refused, { ...linux, userns: false, apparmor: true }, /max_user_namespaces/],
  ["forbidden by AppArmor", refused, { ...linux, apparmor: true }, /apparmor_restrict_unprivileged_userns=0/],
  ["for no known cause", refused, linux, /bwrap --ro-bind/],
])("what is in the way is named with what to do about it: %s", (_, why, facts, says) => {
  expect(sandboxHint(why, facts)).toMatch(says);
});
