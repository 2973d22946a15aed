/** Something counted among n independent cases: failures of the agent, failures of people. */
export interface Rate {
  readonly count: number;
  readonly n: number;
}
