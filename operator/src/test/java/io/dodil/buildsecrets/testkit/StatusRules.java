package io.dodil.buildsecrets.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.Condition.Status;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.Objects;
import java.util.Set;

/// What holds of every status, whatever led to it: the rules that kubectl, kstatus and people rely
/// on.
public final class StatusRules {

  private static final Set<String> ALWAYS = Set.of("Ready", "SecretsResolved", "Synced");
  private static final Set<String> ABNORMAL = Set.of("Reconciling", "Stalled");

  private StatusRules() {}

  /// After a reconciliation that turned one status into another.
  public static void hold(BuildSecretsStatus before, SyncResult result, BuildSecretsStatus after) {
    hold(before, after);
    if (after.conditions().isEmpty()) {
      assertThat(result.outcome()).isInstanceOf(SyncOutcome.Unchanged.class);
    }
    accepted(result, after);
  }

  /// Of a status and the one before it, whatever lies between them.
  public static void hold(BuildSecretsStatus before, BuildSecretsStatus after) {
    kept(before, after);
    if (!after.conditions().isEmpty()) {
      types(after);
      generations(after);
      ReasonRules.hold(after);
      progress(after);
      endings(after);
      times(before, after);
      ready(after);
    }
  }

  /// What is never taken back.
  private static void kept(BuildSecretsStatus before, BuildSecretsStatus after) {
    assertThat(generation(after)).isGreaterThanOrEqualTo(generation(before));
    if (!before.conditions().isEmpty()) {
      assertThat(after.conditions()).as("conditions never disappear").isNotEmpty();
    }
    if (before.lastSave() != null) {
      assertThat(after.lastSave()).as("lastSave never disappears").isNotNull();
    }
    if (before.lastHandledSyncRequest() != null) {
      assertThat(after.lastHandledSyncRequest()).as("an answer never disappears").isNotNull();
    }
  }

  private static long generation(BuildSecretsStatus status) {
    return Objects.requireNonNullElse(status.observedGeneration(), -1L);
  }

  private static void types(BuildSecretsStatus status) {
    var types = status.conditions().stream().map(Condition::type).toList();
    assertThat(types).doesNotHaveDuplicates().containsAll(ALWAYS);
    assertThat(types).allMatch(t -> ALWAYS.contains(t) || ABNORMAL.contains(t));
    assertThat(status.conditions()).allSatisfy(StatusRules::readable);
  }

  private static void readable(Condition condition) {
    assertThat(condition.reason()).matches("[A-Z][A-Za-z]+");
    assertThat(condition.message()).isNotBlank().hasSizeLessThan(32768);
    assertThat(condition.message()).as("no exception speaks").doesNotContain("Exception", "java.");
    assertThat(condition.message()).as("nothing is masked, so nothing leaks").doesNotContain("***");
  }

  private static void generations(BuildSecretsStatus status) {
    assertThat(status.conditions())
        .allSatisfy(c -> assertThat(c.observedGeneration()).isEqualTo(status.observedGeneration()));
  }

  /// kstatus: Reconciling and Stalled are there only while True, never both, never with Ready.
  private static void progress(BuildSecretsStatus status) {
    var abnormal = status.conditions().stream().filter(c -> ABNORMAL.contains(c.type())).toList();
    assertThat(abnormal).hasSizeLessThanOrEqualTo(1);
    assertThat(abnormal).allMatch(c -> c.status() == Status.True);
    boolean suspended = reason(status).equals("Suspended");
    if (status.isTrue("Ready") || suspended) {
      assertThat(abnormal).isEmpty();
      assertThat(status.progressingSince()).isNull();
    } else {
      assertThat(abnormal).as("not Ready says whether it is getting there").hasSize(1);
      assertThat(status.progressingSince()).isNotNull();
    }
  }

  private static void endings(BuildSecretsStatus status) {
    var ready = status.condition("Ready").orElseThrow();
    assertThat(ready.status()).isNotEqualTo(Status.Unknown);
    if (ready.status() == Status.False) {
      assertThat(ready.message())
          .containsPattern("; (the set saved last stays in force|nothing has been saved yet)$");
    }
  }

  /// lastTransitionTime moves when the status flips, and only then.
  private static void times(BuildSecretsStatus before, BuildSecretsStatus after) {
    for (var now : after.conditions()) {
      assertThat(now.lastTransitionTime().toString()).as("whole seconds").doesNotContain(".");
      before
          .condition(now.type())
          .filter(then -> then.status() == now.status())
          .ifPresent(
              then ->
                  assertThat(now.lastTransitionTime())
                      .as(now.type())
                      .isEqualTo(then.lastTransitionTime()));
    }
  }

  /// An acceptance is Ready.
  private static void accepted(SyncResult result, BuildSecretsStatus after) {
    if (result.outcome() instanceof SyncOutcome.Saved(var receipt)) {
      assertThat(after.isTrue("Ready")).isTrue();
      var save = Objects.requireNonNull(after.lastSave());
      assertThat(save.uid()).isEqualTo(result.resource().id().uid());
      assertThat(save.generation()).isEqualTo(result.generation());
      assertThat(save.versions()).isEqualTo(receipt.secrets().byName());
    }
  }

  /// Ready is what was accepted.
  private static void ready(BuildSecretsStatus after) {
    if (after.isTrue("Ready")) {
      assertThat(after.lastSave()).isNotNull();
      assertThat(after.isTrue("SecretsResolved")).isTrue();
      assertThat(after.isTrue("Synced")).isTrue();
    }
  }

  private static String reason(BuildSecretsStatus status) {
    return status.condition("Ready").orElseThrow().reason();
  }
}
