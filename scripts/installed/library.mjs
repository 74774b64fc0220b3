// The packages by import.
import * as cli from "kinetic-cli";
import * as core from "kinetic-core";
import * as localOrg from "kinetic-local-org";
import * as mcp from "kinetic-mcp";
import * as http from "kinetic-mcp/http";
import { work } from "./work.cjs";

await work({ core, localOrg, mcp, http, cli });
