// A program for determinism.test.ts: compiles the project in a folder and prints everything that comes out, as JSON.
import { renderText } from "../../src/diagnostics/render-text.ts"
import { build } from "../../src/project/build.ts"
import { loadProject } from "../../src/project/load-project.ts"

const { value: project, diagnostics } = loadProject(process.argv[2] ?? ".")
if (project === undefined) throw new Error(renderText(diagnostics, { color: false }))
const { value, diagnostics: findings } = await build(project)
process.stdout.write(
  JSON.stringify({ files: value.files, index: value.index, findings: renderText(findings, { color: false }) }),
)
