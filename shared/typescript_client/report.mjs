// Run by the tests: reports through the compiled client whose path is the first argument.
import { pathToFileURL } from "node:url";

const client = await import(pathToFileURL(process.argv[2]).href);
client.trackFalAiUsage("fal-ai/flux", "r-1", "success", 12.5, 0.04, undefined, 7);
for (let number = 0; number < 150; number++) client.trackStripeWebhook(`evt_${number}`, "invoice.paid", "failed", 3, "boom");
console.log(`all arrived: ${await client.flushMonitoring(20_000)}`);
console.log("the caller goes on");
