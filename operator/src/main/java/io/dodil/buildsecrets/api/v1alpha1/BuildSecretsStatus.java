package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operator did last and what holds now. Never a value, nor anything derived from one.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BuildSecretsStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of; -1: none yet.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, SecretsResolved, Synced; Reconciling and Stalled only while True.")
        @Size(max = 16)
        List<Condition> conditions,
    @JsonPropertyDescription("The last save that the API accepted.") @Nullable LastSave lastSave,
    @JsonPropertyDescription("When the ready-made token expires, if it says so.")
        @Nullable Instant tokenExpirationTime,
    @JsonPropertyDescription(
            "The annotation ignite.dodil.io/sync-requested-at that was answered last.")
        @Size(max = 64)
        @Nullable String lastHandledSyncRequest,
    @JsonPropertyDescription("Since when the resource is not Ready.")
        @Nullable Instant progressingSince,
    @JsonPropertyDescription(
            "Until then an earlier call of unknown outcome may still be applied; the set is sent"
                + " once more at that moment.")
        @Nullable Instant unsettledUntil) {

  public BuildSecretsStatus {
    conditions = Lists.orEmpty(conditions);
  }

  /// The status of a resource that nobody has looked at.
  public static BuildSecretsStatus none() {
    return new BuildSecretsStatus(-1L, List.of(), null, null, null, null, null);
  }

  /// The same with another `unsettledUntil`.
  public BuildSecretsStatus withUnsettledUntil(@Nullable Instant until) {
    return Objects.equals(unsettledUntil, until)
        ? this
        : new BuildSecretsStatus(
            observedGeneration,
            conditions,
            lastSave,
            tokenExpirationTime,
            lastHandledSyncRequest,
            progressingSince,
            until);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  public boolean isTrue(String type) {
    return condition(type).filter(c -> c.status() == Condition.Status.True).isPresent();
  }
}
