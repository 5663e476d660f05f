package io.dodil.buildsecrets.observe.log;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.status.OutcomeName;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One INFO line for each change of outcome and one for each request that was sent, which is the
/// audit trail. Everything else is DEBUG. Sentences are the status', and no others.
public final class ReconciliationLog implements ReconciliationListener {

  private static final Logger log = LoggerFactory.getLogger(ReconciliationLog.class);
  private static final Logger audit = LoggerFactory.getLogger("io.dodil.buildsecrets.audit");

  @Override
  public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
    var id = result.resource().id();
    if (result.outcome() instanceof SyncOutcome.Denied(SyncOutcome.Denial.TargetConflict conflict)
        && changed(before, after)) {
      log.atInfo()
          .addKeyValue("namespace", id.namespace())
          .addKeyValue("name", id.name())
          .addKeyValue("organization", conflict.organization())
          .addKeyValue("owner", conflict.owner().path())
          .log("another resource owns the organization");
    }
    var ready = after.condition(ConditionType.READY);
    log.atLevel(changed(before, after) ? Level.INFO : Level.DEBUG)
        .addKeyValue("namespace", id.namespace())
        .addKeyValue("name", id.name())
        .addKeyValue("outcome", OutcomeName.of(result.outcome()))
        .addKeyValue("reason", ready.map(Condition::reason).orElse(""))
        .log(ready.map(Condition::message).orElse("not evaluated"));
  }

  @Override
  public void unexpected(ResourceId resource, Throwable failure) {
    RedactedException.in(log.atError(), failure)
        .addKeyValue("namespace", resource.namespace())
        .addKeyValue("name", resource.name())
        .log("a reconciliation failed unexpectedly, will be retried");
  }

  private static boolean changed(BuildSecretsStatus before, BuildSecretsStatus after) {
    return !said(before).equals(said(after));
  }

  private static Optional<String> said(BuildSecretsStatus status) {
    return status
        .condition(ConditionType.READY)
        .map(c -> c.status() + " " + c.reason() + " " + c.message());
  }

  /// One line for each request whose body began to be sent, whatever became of it.
  @Override
  public void requestEnded(SaveReceipt request, RequestResult result) {
    var secrets =
        request.secrets().byName().entrySet().stream()
            .map(e -> e.getKey() + "@" + e.getValue())
            .collect(Collectors.joining(","));
    audit
        .atInfo()
        .addKeyValue("organization", request.target().organization())
        .addKeyValue("endpoint", request.endpoint())
        .addKeyValue("namespace", request.resource().namespace())
        .addKeyValue("name", request.resource().name())
        .addKeyValue("uid", request.resource().uid())
        .addKeyValue("generation", request.generation())
        .addKeyValue("secrets", secrets)
        .addKeyValue("registries", request.counts().registries())
        .addKeyValue("gitCredentials", request.counts().gitCredentials())
        .addKeyValue("buildSecrets", request.counts().buildSecrets())
        .addKeyValue("requestId", request.requestId())
        .addKeyValue("outcome", result.name().toLowerCase(Locale.ROOT))
        .log("request ended");
  }
}
