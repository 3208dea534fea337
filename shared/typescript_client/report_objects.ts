// Type-checked and run by the tests: the call shape with objects, one report that is wrong, and one that is nonsense.
import { flushMonitoring, trackFalAiUsage, trackStripeWebhook } from "./monitoring.js";

for (let number = 0; number < 100; number++) {
  trackFalAiUsage({
    endpoint: "fal-ai/flux-pro/kontext/max",
    requestId: `r-${number}`,
    status: "success",
    responseTime: 2500,
    cost: number === 42 ? -1 : 0.05,
  });
}
trackFalAiUsage({ endpoint: "e", requestId: "late", status: "error", responseTime: 1, at: new Date(0) });
trackFalAiUsage({ endpoint: "e", requestId: "long", status: "error", responseTime: 1, errorMessage: "x".repeat(400_000) });
trackFalAiUsage({ endpoint: "e", requestId: "thrown", status: "error", responseTime: 1, errorMessage: new TypeError("no") as never });
trackFalAiUsage({ endpoint: "e", requestId: "asked", status: "success", responseTime: 1, prompt: { seed: 7, prompt: "Zoë as a queen 👑".repeat(9), size: [{ b: 1, a: null }] } });
trackFalAiUsage({ endpoint: "e", requestId: "image", status: "success", responseTime: 1, prompt: "data:".repeat(30_000) });
trackStripeWebhook({ eventId: "evt_1", eventType: "checkout.session.completed", status: "success", processingTime: 150 });
const circle: Record<string, unknown> = {};
circle["self"] = circle;
trackStripeWebhook(circle as never);
trackStripeWebhook({ ...circle, eventId: circle } as never);
trackStripeWebhook(null as never);
console.log(`all arrived: ${await flushMonitoring()}`);
console.log(`again: ${await flushMonitoring()}`);
