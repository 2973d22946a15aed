import { closeDoors } from "./doors.ts";

// For the canary, which stands in the agent's place but has nobody to report to.
closeDoors(() => undefined);
