package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.OutcomeName;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Counts runs and what came of them, and measures from a change to its accepted save.
final class ReconciliationMetrics implements ReconciliationListener {

  private final Set<String> endpoints;
  private final BooleanSupplier leads;
  private final PendingChanges changes;
  private final MeterProvider<Counter> reconciliations;
  private final SaveMetrics saves;
  private final MeterProvider<Timer> latencies;
  private final MeterProvider<Counter> statusWrites;
  private final Counter coalesced;
  private final Counter repairs;

  /// @param endpoints names that are configured; no other one becomes a label
  /// @param leads a standby sees changes too, and it is not up to it to save them
  ReconciliationMetrics(
      MeterRegistry registry,
      Set<String> endpoints,
      BooleanSupplier leads,
      PendingChanges changes) {
    this.endpoints = endpoints;
    this.leads = leads;
    this.changes = changes;
    this.saves = new SaveMetrics(registry, endpoints);
    this.reconciliations =
        Counter.builder("buildsecrets.reconciliations")
            .description(
                "Reconciliations by outcome. Most are `unchanged` and cost nothing;"
                    + " `error` is a bug of the operator, which the log tells about.")
            .withRegistry(registry);
    this.latencies =
        Timer.builder("buildsecrets.sync.latency")
            .description(
                "From the moment a watch showed a change of a resource or Secret until the API"
                    + " had accepted it. Outages and back-off in between count.")
            .serviceLevelObjectives(Buckets.REACTION)
            .withRegistry(registry);
    this.statusWrites =
        Counter.builder("buildsecrets.status.writes")
            .description(
                "Statuses written to the Kubernetes API. `failed` ones are tried again; while they"
                    + " fail, what resources say of themselves is old.")
            .withRegistry(registry);
    this.coalesced =
        Counter.builder("buildsecrets.changes.coalesced")
            .description(
                "Changes that went together with an earlier one of the same resource, which had"
                    + " not been saved yet.")
            .register(registry);
    this.repairs =
        Counter.builder("buildsecrets.status.repairs")
            .description(
                "Statuses that somebody else had overwritten and that were written anew. Only the"
                    + " operator may write them.")
            .register(registry);
    endpoints.forEach(endpoint -> latencies.withTag("endpoint", endpoint));
    statusWrites.withTag("outcome", "written");
    statusWrites.withTag("outcome", "failed");
    reconciliations.withTag("outcome", "error");
  }

  @Override
  public void changed(ResourceId resource) {
    if (leads.getAsBoolean() && changes.add(resource)) {
      coalesced.increment();
    }
  }

  @Override
  public void began(ResourceId resource) {
    changes.began(resource);
  }

  @Override
  public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
    var resource = result.resource().id();
    if (isForLater(result.outcome())) {
      changes.postponed(resource);
    } else {
      var took = changes.done(resource);
      if (result.outcome() instanceof SyncOutcome.Saved) {
        took.ifPresent(t -> latencies.withTag("endpoint", endpoint(result)).record(t));
      }
    }
    reconciliations.withTag("outcome", OutcomeName.of(result.outcome())).increment();
    saves.count(result, endpoint(result));
  }

  /// Whether the operator has to try it again, and nobody else has to act: what only a person can
  /// fix waits for that person.
  private static boolean isForLater(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Unchanged(var why) -> why == Because.COALESCING || why == Because.DEFERRED;
      case SyncOutcome.Deferred(var standing) -> isForLater(standing);
      case SyncOutcome.NotSaved(var failure, _) -> SaveMetrics.isOutage(failure);
      case SyncOutcome.ReadFailed _, SyncOutcome.HeldByRetryAfter _ -> true;
      case SyncOutcome.Saved _,
          SyncOutcome.Confirmed _,
          SyncOutcome.Denied _,
          SyncOutcome.Unresolved _,
          SyncOutcome.ResyncFailed _,
          SyncOutcome.RemovalHeld _,
          SyncOutcome.Suspended _ ->
          false;
    };
  }

  private String endpoint(SyncResult result) {
    var name = result.resource().spec().endpoint();
    return endpoints.contains(name) ? name : "";
  }

  @Override
  public void passedOver(ResourceId resource) {
    changes.forget(resource);
  }

  @Override
  public void unexpected(ResourceId resource, Throwable failure) {
    changes.postponed(resource);
    reconciliations.withTag("outcome", "error").increment();
  }

  @Override
  public void repaired(ResourceId resource, int times) {
    repairs.increment();
  }

  @Override
  public void wrote(ResourceId resource, boolean written) {
    statusWrites.withTag("outcome", written ? "written" : "failed").increment();
  }

  @Override
  public void forget(ResourceId resource) {
    changes.forget(resource);
  }
}
