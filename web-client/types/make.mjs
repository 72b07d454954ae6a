// Makes src/common/api-types.ts from the server's OpenAPI document. With --check it changes nothing
// and fails where the file is not what the document says.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const DOCUMENT = new URL(
  '../../server/live/src/main/resources/dev/allaprima/live/http/openapi.yaml',
  import.meta.url,
);
const TYPES = new URL('../src/common/api-types.ts', import.meta.url);

const head = '// Made from openapi.yaml of the server by `npm run types`: change that one.\n\n';
const types = astToString(
  await openapiTS(DOCUMENT, { rootTypes: true, rootTypesNoSchemaPrefix: true }),
);
const wanted = await format(head + types, {
  ...(await resolveConfig(TYPES)),
  parser: 'typescript',
});

if (process.argv.includes('--check')) {
  if (readFileSync(TYPES, 'utf8') !== wanted) {
    console.error('src/common/api-types.ts is not what openapi.yaml says. Run: npm run types');
    process.exit(1);
  }
} else {
  writeFileSync(TYPES, wanted);
}
