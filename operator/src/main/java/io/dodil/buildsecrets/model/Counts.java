package io.dodil.buildsecrets.model;

/// How many entries a payload has in each group.
public record Counts(int registries, int gitCredentials, int buildSecrets) {

  /// Whether any group has fewer entries than in `other`.
  public boolean anyBelow(Counts other) {
    return registries < other.registries
        || gitCredentials < other.gitCredentials
        || buildSecrets < other.buildSecrets;
  }
}
