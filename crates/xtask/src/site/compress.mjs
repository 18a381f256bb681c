// Writes the compressed forms of files beside them: node's compressors are there anyway, and fast.
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

await Promise.all(process.argv.slice(1).map(async (path) => {
  const content = await readFile(path);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await Promise.all([
    brotli(content, { params }).then((small) => writeFile(`${path}.br`, small)),
    gzip(content, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
  ]);
}));
