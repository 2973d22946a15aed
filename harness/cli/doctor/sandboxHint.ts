/** What is known of a machine that does not let a sandbox be made. */
export interface SandboxFacts {
  readonly platform: string;
  readonly root: boolean;
  /** Does it look like a container? */
  readonly container: boolean;
  /** Does AppArmor keep programs without a profile from making user namespaces? */
  readonly apparmor: boolean;
  /** Does the kernel let a person make user namespaces at all? */
  readonly userns: boolean;
}

/** What to do about a sandbox that cannot be made: the nearest cause first, by what the machine says. */
export function sandboxHint(why: string, { platform, root, container, apparmor, userns }: SandboxFacts): string {
  if (platform !== "linux") return "Run earnest on Linux, in a virtual machine for example: macOS and Windows have no bubblewrap";
  if (/not installed/.test(why))
    return `Install bubblewrap: ${root ? "" : "sudo "}apt-get install bubblewrap, or the same with your package manager`;
  if (container)
    return "The container forbids it: start it with --security-opt seccomp=unconfined (Kubernetes: seccompProfile Unconfined), or run the whole run in a container with --network none and waive I3 by name";
  if (!userns)
    return "User namespaces are switched off: sudo sysctl -w user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1";
  if (apparmor)
    return "AppArmor forbids it (Ubuntu 24.04 and later): give /usr/bin/bwrap a profile that allows userns, or sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
  return "Try bwrap --ro-bind / / --unshare-all true: what it says names what is in the way";
}
