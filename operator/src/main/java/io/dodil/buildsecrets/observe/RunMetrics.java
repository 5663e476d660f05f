package io.dodil.buildsecrets.observe;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Counts runs and what came of them, and measures from a change to its accepted save.
final class RunMetrics implements RunObserver {

  private final Set<String> endpoints;
  private final BooleanSupplier leads;
  private final PendingChanges changes;
  private final MeterProvider<Counter> runs;
  private final SaveMetrics saves;
  private final MeterProvider<Timer> reactions;
  private final MeterProvider<Counter> statusWrites;
  private final Counter coalesced;
  private final Counter repairs;

  /// @param endpoints names that are configured; no other one becomes a label
  /// @param leads a standby sees changes too, and it is not up to it to save them
  RunMetrics(
      MeterRegistry registry,
      Set<String> endpoints,
      BooleanSupplier leads,
      PendingChanges changes) {
    this.endpoints = endpoints;
    this.leads = leads;
    this.changes = changes;
    this.saves = new SaveMetrics(registry, endpoints);
    this.runs =
        Counter.builder("buildsecrets.runs")
            .description(
                "Runs of resources, by how they ended. Most are `unchanged` and cost nothing;"
                    + " `error` is a bug of the operator, which the log tells about.")
            .withRegistry(registry);
    this.reactions =
        Timer.builder("buildsecrets.reaction.time")
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
    endpoints.forEach(endpoint -> reactions.withTag("endpoint", endpoint));
    statusWrites.withTag("outcome", "written");
    statusWrites.withTag("outcome", "failed");
    runs.withTag("outcome", "error");
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
  public void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after) {
    var resource = run.resource().id();
    if (isForLater(run.outcome())) {
      changes.postponed(resource);
    } else {
      var took = changes.done(resource);
      if (run.outcome() instanceof SyncOutcome.Saved) {
        took.ifPresent(t -> reactions.withTag("endpoint", endpoint(run)).record(t));
      }
    }
    runs.withTag("outcome", SaveMetrics.word(run.outcome())).increment();
    saves.count(run, endpoint(run));
  }

  /// Whether the operator owes it another try, and nobody else anything: what only a person can
  /// mend waits for that person.
  private static boolean isForLater(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Unchanged(var why) -> why == Because.GATHERING || why == Because.NOT_YET;
      case SyncOutcome.Deferred(var standing) -> isForLater(standing);
      case SyncOutcome.NotSaved(var failure, _) -> SaveMetrics.isOutage(failure);
      case SyncOutcome.ReadFailed _, SyncOutcome.Gated _ -> true;
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

  private String endpoint(SyncRun run) {
    var name = run.resource().spec().endpoint();
    return endpoints.contains(name) ? name : "";
  }

  @Override
  public void passedOver(ResourceId resource) {
    changes.forget(resource);
  }

  @Override
  public void unexpected(ResourceId resource, Throwable failure) {
    changes.postponed(resource);
    runs.withTag("outcome", "error").increment();
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
