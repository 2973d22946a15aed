import type { Judgement } from "earnest";

type Isolation = Judgement["run"]["agent"]["isolation"];

interface Given {
  readonly cases: number;
  readonly plant: string;
  readonly isolation: Isolation;
  readonly types: readonly string[];
}

/** Ways out that a canary tries, and what it meets there. */
const ROUTES = [
  ["TCP to a listener outside", "ENETUNREACH"],
  ["UDP to a listener outside", "ENETUNREACH"],
  ["DNS lookup", "EAI_AGAIN"],
  ["fetch over HTTP", "fetch failed"],
  ["Unix socket by path", "ENOENT"],
  ["Unix socket, abstract", "ECONNREFUSED"],
  ["write into a folder outside", "EROFS"],
  ["read a planted secret", "ENOENT"],
  ["environment of the parent", "not there"],
  ["shell that writes outside", "exit 2"],
  ["signal to the parent", "ESRCH"],
  ["database file outside", "ERR_UNKNOWN_BUILTIN_MODULE"],
  ["symlink out of the agent’s folder", "ENOENT"],
  ["mount in a namespace of its own", "EPERM"],
] as const;

const UNWATCHED = "What the agent tried outside its tools was not watched, so that none is on record says nothing.";

const euros = (amount: number) => ({ amount, currency: "EUR", says: `${amount.toFixed(4)} EUR` });

/** What was built for a sample run; nothing for proposals from elsewhere. */
export function sampleWall(isolation: Isolation, plant: string): NonNullable<Judgement["run"]["wall"]> | null {
  if (isolation === "imported" || isolation === "I0") return null;
  const sealed = isolation === "I3";
  return {
    isolation,
    mechanism: `bubblewrap and the permission model of Node${plant}`,
    command:
      `bwrap --unshare-all --unshare-user --uid 65534 --gid 65534 --disable-userns --die-with-parent --new-session --clearenv --cap-drop ALL --ro-bind /usr /usr --ro-bind /lib /lib --ro-bind /lib64 /lib64 --ro-bind /opt/node/bin /node --ro-bind /run/agent /agent --proc /proc --dev /dev --size 67108864 --tmpfs /tmp --chdir /agent -- /node/node --permission --allow-fs-read=/agent --no-experimental-sqlite --no-addons /agent/main.mjs`
        .split(" ")
        .concat(plant === "" ? [] : [plant]),
    versions: { bubblewrap: `0.8.0${plant}`, kernel: "6.1.0", node: "26.10.0" },
    canary: ROUTES.map(([route, saw], i) => ({
      route: `${route}${i === 0 ? plant : ""}`,
      blocked: sealed || i % 5 !== 4,
      saw: `${sealed || i % 5 !== 4 ? saw : "connected"}${i === 1 ? plant : ""}`,
      ms: 1.25 + i,
    })),
    open: [`The model at models.invalid sees each case.${plant}`],
    weaker: sealed ? null : `bubblewrap does not work here: no permissions to create a new namespace${plant}`,
    residual: `A fault of the kernel, and what the model’s provider does with what it is shown.${plant}`,
    code: "sha256:91c44b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c77d2",
  };
}

/** What was seen of the wall, of attempts out, lookups, tokens and failures, for a sample judgement. */
export function sampleWatched({
  cases,
  plant,
  isolation,
  types,
}: Given): Pick<Judgement, "wall" | "breaches" | "reads" | "usage" | "failures"> {
  const sealed = isolation === "I3";
  const canary = { tried: ROUTES.length, open: sealed ? 0 : 2 };
  const says = sealed
    ? "No network, no write that lasts and no signal outside: a canary in the same sandbox tried each way out."
    : "Calls that reached earnest were not executed. Other side effects cannot be excluded.";
  if (cases === 0)
    return {
      wall: { isolation, sealed, canary, waiver: null, says, waived: null },
      breaches: {
        watched: sealed,
        times: 0,
        cases: 0,
        apart: 0,
        listed: [],
        unlisted: { kinds: 0, times: 0 },
        says: sealed ? null : UNWATCHED,
      },
      reads: {
        total: 0,
        recorded: 0,
        stubbed: 0,
        counterfactual: 0,
        refused: 0,
        tools: [],
        moreTools: 0,
        types: [],
        says: null,
        caveat: false,
      },
      usage: null,
      failures: [],
    };
  const waiver = sealed ? null : { by: `Kim Lee${plant}`, because: `the desk can undo it${plant}` };
  return {
    wall: {
      isolation,
      sealed,
      canary,
      waiver,
      says,
      waived:
        waiver === null
          ? null
          : `“Tag a ticket”, “Issue a refund” may move up without a sealed wall only because ${waiver.by} waived it: “${waiver.because}”.`,
    },
    breaches: {
      watched: sealed,
      times: 16,
      cases: 6,
      apart: 2,
      listed: [
        {
          kind: "network",
          target: `https://example.invalid/collect?order=HO-550000${plant}`,
          times: 7,
          cases: 3,
          first: ["RD-00003", "RD-00010", `RD-00043${plant}`],
        },
        { kind: "file", target: `/etc/passwd${plant}`, times: 3, cases: 1, first: ["RD-00010"] },
        { kind: `process${plant}`, target: "/bin/sh", times: 2, cases: 0, first: [] },
      ],
      unlisted: { kinds: 3, times: 4 },
      says: `The agent tried to reach outside its tools 16 times: 14 in 6 cases, 2 outside of every case; ${sealed ? "none had an effect" : "earnest carried none of these out, and what it does not see is not among them"}.`,
    },
    reads: {
      total: 1840,
      recorded: 1638,
      stubbed: 92,
      counterfactual: 74,
      refused: 36,
      tools: [
        { tool: `orders.get${plant}`, total: 1200, recorded: 1180, stubbed: 0, counterfactual: 20, refused: 0 },
        { tool: "carrier.track", total: 640, recorded: 458, stubbed: 92, counterfactual: 54, refused: 36 },
      ],
      moreTools: 0,
      types: types.map((type, i) => ({ type, cases: 400 - (i % 40), unrecorded: (i * 13) % 60 })),
      says: "11.0% of what the agent looked up was not on record (202 of 1,840 lookups): 5.0% answered by the suite’s stand-ins, 4.0% as things stood before an act it had asked for, 2.0% refused.",
      caveat: true,
    },
    usage: {
      calls: 2_412,
      played: 0,
      input: 3_910_400,
      cached: 1_204_200,
      output: 412_900,
      cases,
      models: [
        {
          model: `gpt-5-mini-2026-08-07${plant}`,
          calls: 2_400,
          input: 3_900_000,
          cached: 1_204_200,
          output: 410_000,
          cost: euros(1.524),
        },
        { model: "own-model", calls: 12, input: 10_400, cached: 0, output: 2_900, cost: null },
      ],
      moreModels: 0,
      cost: { all: euros(1.524), perCase: euros(1.524 / cases), atLeast: true },
      unpriced: ["own-model"],
      uncosted: null,
      says: "2,412 model calls: 3,910,400 tokens in (30.8% of it from the provider’s cache), 412,900 out. At least 1.52 EUR, 0.0051 EUR a case: 1 model has no price.",
    },
    failures: [
      { code: "timed-out", attempts: 7, votes: 6, example: { id: "RD-00010", because: `no answer within 60 s${plant}` } },
      {
        code: "model-error",
        attempts: 2,
        votes: 2,
        example: { id: `RD-00003${plant}`, because: `the model could not be reached: 503${plant}` },
      },
    ],
  };
}
