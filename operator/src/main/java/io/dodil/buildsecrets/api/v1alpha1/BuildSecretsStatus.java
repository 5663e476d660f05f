package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operator did last and what holds now. Never a value, nor anything derived from one.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BuildSecretsStatus(
    @JsonPropertyDescription(
            "Generation of the spec that this status is about; -1: not processed yet.")
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
            "Until when an earlier request without a clear outcome may still be applied. The set is"
                + " sent once more at that time.")
        @Nullable InDoubt inDoubtUntil) {

  public BuildSecretsStatus {
    conditions = Lists.orEmpty(conditions);
  }

  /// The status of a resource that nobody has looked at.
  public static BuildSecretsStatus none() {
    return new BuildSecretsStatus(-1L, List.of(), null, null, null, null, null);
  }

  /// The same with another `inDoubtUntil`.
  public BuildSecretsStatus withInDoubtUntil(@Nullable InDoubt until) {
    return Objects.equals(inDoubtUntil, until)
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

  /// The same without what other writers added, and the conditions in one order: the API server
  /// keeps conditions of other types and does not keep the order.
  public BuildSecretsStatus onlyOurs() {
    var ours =
        Arrays.stream(ConditionType.values()).flatMap(type -> condition(type).stream()).toList();
    return ours.equals(conditions)
        ? this
        : new BuildSecretsStatus(
            observedGeneration,
            ours,
            lastSave,
            tokenExpirationTime,
            lastHandledSyncRequest,
            progressingSince,
            inDoubtUntil);
  }

  /// A target that an earlier request may still change.
  public record InDoubt(
      @JsonPropertyDescription("When the earlier request can no longer change it.") @Required
          Instant time,
      @JsonPropertyDescription("Endpoint the request was sent to.") @Required @Size(max = 63)
          String endpoint,
      @JsonPropertyDescription("That endpoint's address.") @Required @Size(max = 2048)
          String apiUrl,
      @JsonPropertyDescription("Organization whose credentials may still be replaced.")
          @Required
          @Size(max = 253)
          String organization) {}

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  public Optional<Condition> condition(ConditionType type) {
    return condition(type.text());
  }

  public boolean isTrue(ConditionType type) {
    return isTrue(type.text());
  }

  public boolean isTrue(String type) {
    return condition(type).filter(c -> c.status() == Condition.Status.True).isPresent();
  }
}
