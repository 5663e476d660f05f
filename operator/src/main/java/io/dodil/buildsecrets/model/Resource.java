package io.dodil.buildsecrets.model;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A BuildSecrets resource as a value.
///
/// @param deleting it has a deletionTimestamp and counts as gone
/// @param syncRequest the annotation that asks for a save, if it is well formed
/// @param isTooLarge its spec is larger than what is kept, and only endpoint, organization, auth
///   and suspend of it are here
/// @param status what this process knows of it; on a fresh start what the cluster says
public record Resource(
    ResourceId id,
    long generation,
    Instant created,
    boolean deleting,
    Optional<String> syncRequest,
    BuildSecretsSpec spec,
    boolean isTooLarge,
    BuildSecretsStatus status) {

  /// How far the clock that set a time may be ahead of ours.
  public static final Duration AHEAD = Duration.ofMinutes(5);

  /// The same with the status as far as it can be true: one with a save of a resource that had this
  /// name before, or with one in the future, says nothing of this resource.
  public Resource asOf(Instant wallNow) {
    var save = status.lastSave();
    boolean isTrue =
        save == null || (save.uid().equals(id.uid()) && !save.time().isAfter(wallNow.plus(AHEAD)));
    return isTrue ? this : with(BuildSecretsStatus.none());
  }

  /// The last accepted save of this very resource; one of a namesake counts for nothing.
  public Optional<LastSave> lastSave() {
    return Optional.ofNullable(status.lastSave()).filter(s -> s.uid().equals(id.uid()));
  }

  public Optional<LastSave> lastSaveTo(Target target) {
    return lastSave()
        .filter(
            s ->
                s.apiUrl().equals(target.apiUrl())
                    && s.organization().equals(target.organization()));
  }

  /// What it names; empty when its endpoint is not configured.
  public Optional<Target> target(Settings settings) {
    return settings.target(spec.endpoint(), spec.organization());
  }

  /// What a token has to say of the organization that it names.
  public OrganizationRule organizationRule(Settings settings) {
    return settings.organizationRule(spec.endpoint(), spec.organization(), id.namespace());
  }

  /// Whether a save is asked for that has not been answered.
  public Optional<String> openSyncRequest() {
    return syncRequest.filter(r -> !r.equals(status.lastHandledSyncRequest()));
  }

  /// Which target a status has recorded as in doubt, and until when.
  public static Target inDoubtTarget(BuildSecretsStatus.InDoubt recorded) {
    return new Target(recorded.apiUrl(), recorded.organization());
  }

  /// The same with that very spec, if it says the same: what is remembered of a resource is not to
  /// hold its spec a second time.
  public Resource sharing(BuildSecretsSpec known) {
    return spec.equals(known) ? with(known, status) : this;
  }

  public Resource with(BuildSecretsStatus known) {
    return with(spec, known);
  }

  private Resource with(BuildSecretsSpec sameSpec, BuildSecretsStatus known) {
    return new Resource(
        id, generation, created, deleting, syncRequest, sameSpec, isTooLarge, known);
  }

  public static Counts countsOf(LastSave save) {
    return new Counts(save.registries(), save.gitCredentials(), save.buildSecrets());
  }

  public static SecretVersions versionsOf(LastSave save) {
    return new SecretVersions(save.versions());
  }
}
