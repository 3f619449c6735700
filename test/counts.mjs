// A reporter for node:test that writes how many tests passed and failed, as JSON.
export default async function* counts(source) {
  const total = { passed: 0, failed: 0, left: 0 };
  for await (const event of source) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { passed, failed, skipped, cancelled, todo } = event.data.counts;
    Object.assign(total, { passed, failed, left: skipped + cancelled + todo });
  }
  yield JSON.stringify(total);
}
