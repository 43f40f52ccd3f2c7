// Solves a CPLEX LP file as `turnpool model` writes it with the npm build of HiGHS (WebAssembly).
// Prints "value seconds", the processor time of the solver's call. usage: node highs.cjs MODULE FILE
const fs = require("fs");
const loadHighs = require(process.argv[2]);

(async () => {
  const highs = await (loadHighs.default || loadHighs)();
  const text = fs.readFileSync(process.argv[3], "utf8");
  const begun = process.cpuUsage();
  const r = highs.solve(text, { output_flag: false, mip_rel_gap: 0 });
  const spent = process.cpuUsage(begun);
  if (r.Status !== "Optimal") throw new Error(r.Status);
  console.log(r.ObjectiveValue.toFixed(6), ((spent.user + spent.system) / 1e6).toFixed(6));
})().catch((e) => {
  console.error("highs.cjs:", e.message || e);
  process.exit(1);
});
