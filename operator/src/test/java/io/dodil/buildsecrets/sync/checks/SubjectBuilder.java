package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.sync.ResourceStates;
import io.dodil.buildsecrets.sync.ResourceStates.ResourceState;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A resource "acme" that is the only one of its target and has never been looked at.
final class SubjectBuilder {

  static final Instant NOW = ManualTimeSource.START;

  /// What the watch shows of its Secrets.
  static final SecretVersions CACHED = SecretVersions.of(Map.of("dodil", "1", "npm", "1"));

  private Resource resource;
  private Optional<Endpoint> endpoint = Optional.of(SettingsBuilder.STAGING);
  private SecretVersions cached = CACHED;
  private ResourceState state = new ResourceStates().of("nothing");
  private List<Resource> others = List.of();
  private boolean isOwner = true;

  private SubjectBuilder(Resource resource) {
    this.resource = resource;
  }

  static SubjectBuilder subject(Consumer<ResourceBuilder> with) {
    return new SubjectBuilder(resource("acme", with));
  }

  static SubjectBuilder subject() {
    return subject(_ -> {});
  }

  /// One that was saved an hour ago, as its status says, and has not changed since.
  static SubjectBuilder saved(Consumer<ResourceBuilder> with) {
    var builder = subject(with);
    var at = NOW.minusSeconds(3600);
    var save =
        new LastSave(
            builder.resource.id().uid(),
            at,
            builder.resource.generation(),
            "staging",
            SettingsBuilder.API,
            "acme",
            null,
            null,
            0,
            0,
            1,
            CACHED.byName().entrySet().stream()
                .map(e -> new LastSave.SecretVersion(e.getKey(), e.getValue()))
                .toList());
    var ready =
        Condition.of(
            ConditionType.READY,
            Condition.Status.True,
            builder.resource.generation(),
            at,
            Reason.SUCCEEDED,
            "saved");
    builder.resource =
        builder.resource.with(
            new BuildSecretsStatus(
                builder.resource.generation(), List.of(ready), save, null, null, null, null));
    return builder;
  }

  static SubjectBuilder saved() {
    return saved(_ -> {});
  }

  SubjectBuilder endpoint(Optional<Endpoint> value) {
    endpoint = value;
    return this;
  }

  /// A Secret has changed.
  SubjectBuilder changed() {
    cached = cached.with("npm", "2");
    return this;
  }

  SubjectBuilder remembered(UnaryOperator<ResourceState> change) {
    state = change.apply(state);
    return this;
  }

  /// Another resource names the same target.
  SubjectBuilder with(Resource other) {
    others = List.of(other);
    return this;
  }

  SubjectBuilder notOwner() {
    isOwner = false;
    return this;
  }

  Subject now() {
    return at(NOW);
  }

  Subject at(Instant time) {
    return new Subject(
        resource,
        endpoint,
        cached,
        state,
        others.isEmpty() ? List.of(resource) : List.of(resource, others.getFirst()),
        isOwner,
        new Timestamp(time, time));
  }
}
