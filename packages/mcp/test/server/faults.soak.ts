import { describeFaults, FOREVER } from "./faults.ts";

describeFaults(FOREVER);
