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
trackStripeWebhook({ eventId: "evt_1", eventType: "checkout.session.completed", status: "success", processingTime: 150 });
const circle: Record<string, unknown> = {};
circle["self"] = circle;
trackStripeWebhook(circle as never);
trackStripeWebhook({ ...circle, eventId: circle } as never);
trackStripeWebhook(null as never);
console.log(`all arrived: ${await flushMonitoring()}`);
console.log(`again: ${await flushMonitoring()}`);
