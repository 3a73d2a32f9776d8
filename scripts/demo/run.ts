import type { Report } from "../../src/worker/report.ts"
import type { Summary } from "../../src/worker/simulation/simulation.ts"
import { bundleWorker } from "./bundle.ts"
import { type Check, exitCodeOf, runChecks, sabotage, testify } from "./checks.ts"
import { compileProject } from "./compile.ts"
import { addWitness, answerOf, applyMigrations, type LocalWorker, startWorker } from "./local-d1.ts"
import { type DemoOptions, defaultWorkflows } from "./options.ts"
import { checkLines, sections, summaryLines } from "./print-report.ts"
import { progressDisplay } from "./progress.ts"
import { runSimulation } from "./simulate.ts"
import { tellStories } from "./stories.ts"
import { count } from "./table.ts"

/** Where the demo runs and what it writes to. */
export interface Stage {
  /** the folder of the project */
  readonly root: string
  readonly write: (text: string) => void
  /** whether one line may be written over and over */
  readonly terminal: boolean
  readonly color: boolean
}

/** What a run of the usual size has to show; a smaller one shows its share. */
const expected = { workflows: defaultWorkflows, effects: 1500, "lost leases": 20 }

/**
 * Compiles `sql/`, runs the Worker of wrangler.toml on a local D1 until all workflows are finished, reports and checks.
 * Answers the exit code: 1 when something does not compile or a check is broken.
 */
export async function runDemo(options: DemoOptions, stage: Stage): Promise<0 | 1> {
  const { seed, workflows, workers } = options
  const title = `wonder-sql demo: ${count(workflows)} workflows, ${workers} workers, seed ${seed}`
  stage.write(`${heading(title, stage)}\n\n`)
  const { project, findings } = await compileProject(stage.root, { color: stage.color })
  if (findings !== "") stage.write(`${findings}\n`)
  if (project === undefined) return 1
  const bundle = await bundleWorker(stage.root)
  const worker = await startWorker(bundle)
  try {
    await applyMigrations(worker.d1, project.migrations)
    await addWitness(worker.d1)
    const steps = [
      `  compiled   ${project.queries} queries in ${project.files} files of sql/queries into gen/`,
      `  migrated   a local D1 with ${project.migrations.length} files of sql/migrations`,
      `  started    ${bundle.main} in workerd, ${count(bundle.code.length / 1024)} KiB`,
    ]
    stage.write(`${steps.join("\n")}\n\n`)
    return await runWorker(worker, options, stage)
  } finally {
    await worker.dispose()
  }
}

async function runWorker(worker: LocalWorker, options: DemoOptions, stage: Stage): Promise<0 | 1> {
  const display = progressDisplay(stage.write, stage.terminal)
  const started = performance.now()
  const summary = await runSimulation(worker, options, display.show)
  const seconds = (performance.now() - started) / 1000
  display.end()
  const report = await fetchReport(worker, summary)
  const stories = await tellStories(worker, report, summary)
  const checks = await check(worker, options, summary)
  const parts = [
    ...sections(report, summary),
    ...stories,
    { title: "Checks: scripts/demo/assert.sql on the database as it is now", lines: checkLines(checks) },
  ]
  stage.write(`${stage.terminal ? "" : "\n"}${summaryLines(summary).join("\n")}\n\n`)
  for (const { title, lines } of parts) stage.write(`${heading(title, stage)}\n\n${lines.join("\n")}\n\n`)
  stage.write(`${throughputLine(report, summary, seconds)}\n`)
  return exitCodeOf(checks)
}

async function fetchReport(worker: LocalWorker, summary: Summary): Promise<Report> {
  return await answerOf<Report>(worker, `/report?since=${summary.startAt}&until=${summary.endAt + 1}`)
}

async function check(worker: LocalWorker, options: DemoOptions, summary: Summary): Promise<readonly Check[]> {
  const share = Math.min(1, options.workflows / expected.workflows)
  const expectations = Object.entries(expected).map(([name, least]) => ({ name, atLeast: Math.floor(least * share) }))
  await testify(worker.d1, { refusals: summary.refusals, expectations })
  if (options.sabotage) await sabotage(worker.d1)
  return await runChecks(worker.d1)
}

/** The only line that depends on the machine. */
function throughputLine(report: Report, summary: Summary, seconds: number): string {
  const attempts = report.attempts.reduce((sum, row) => sum + row.attempts, 0)
  const rates = `${count(attempts / seconds)} effects/s, ${count(summary.statements / seconds)} statements/s`
  return `  throughput   ${rates}, in ${seconds.toFixed(1)} s of real time`
}

function heading(text: string, { color }: Stage): string {
  return color ? `\u001b[1m${text}\u001b[0m` : text
}
