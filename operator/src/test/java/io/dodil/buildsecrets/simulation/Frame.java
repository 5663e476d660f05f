package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run under way, and what the code that runs can know.
final class Frame {

  final Operator operator;
  final Res cached;
  final BuildSecretsStatus before;
  final Map<String, String> cachedVersions;
  final long changesAtStart;

  /// What may be sent: `target body`, of each state since it was last asked who owns the target.
  final Set<String> sendable = new HashSet<>();

  /// Who could own the target when that was asked: in the cluster, and in the cache too.
  List<Res> firm = List.of();

  /// Their statuses then, by uid.
  final Map<String, BuildSecretsStatus> said = new HashMap<>();

  /// Those of them that had something new to try, by uid.
  final Set<String> eager = new HashSet<>();

  /// The resource as it was when it was last looked at.
  Res worked;

  /// The versions that were cached when it was last asked who owns the target.
  Map<String, String> versions;

  /// The resource as it was read last, else as it was cached.
  Res seen;

  boolean asked;
  boolean read;
  boolean contended;
  boolean fetchesToken;
  boolean gated;
  Optional<BuildSecretsStatus> after = Optional.empty();

  Frame(Operator operator, Watch.Seen seen, Map<String, String> versions, long changes) {
    this.operator = operator;
    this.cached = seen.resource();
    this.before = operator.known(seen).status();
    this.cachedVersions = versions;
    this.worked = cached;
    this.seen = cached;
    this.versions = versions;
    this.changesAtStart = changes;
  }
}
