// npm run docs: puts the SQL and the exact messages of the test cases into docs/diagnostics/*.md
import { writeFileSync } from "node:fs"
import { pagePath, pages, renderPage } from "./diagnostic-pages.ts"

for (const page of pages()) {
  const text = renderPage(page)
  if (text === page.text) continue
  writeFileSync(pagePath(page.code), text)
  console.log(`wrote docs/diagnostics/${page.code}.md`)
}
