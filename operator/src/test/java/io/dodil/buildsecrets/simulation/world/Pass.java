package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A reconciliation under way: one pass over a resource, and what the code can know in it.
public final class Pass {

  public final ObservedProcess process;

  /// Counts the reconciliations of a program.
  public final int number;

  public final Res cached;
  public final BuildSecretsStatus before;
  public final Map<String, String> cachedVersions;
  public final long changesAtStart;

  /// What may be sent: `target body`, of each state since it was last asked who owns the target.
  public final Set<String> sendable = new HashSet<>();

  /// Accounts and ready-made tokens that may be used for it: of each state since it began.
  public final Set<String> credentials = new HashSet<>();

  /// Who could own the target when that was asked: in the cluster, and in the cache too.
  public List<Res> firm = List.of();

  /// Their statuses then, by uid.
  public final Map<String, BuildSecretsStatus> said = new HashMap<>();

  /// Both as they were when what is being sent was read: what others do after that comes too late.
  public List<Res> firmAtRead = List.of();

  public Map<String, BuildSecretsStatus> saidAtRead = Map.of();

  /// Those of them that had something new to try, by uid.
  public final Set<String> eager = new HashSet<>();

  /// The resource as it was when it was last looked at.
  public Res worked;

  /// The resource as it was read last, else as it was cached.
  public Res seen;

  /// Whether it has read anything.
  public boolean read;

  /// Whether another reconciliation of the process was under way at any time of it.
  public boolean contended;

  /// Whether a Secret could not be read; set on any thread that reads.
  public volatile boolean readFails;

  /// Whether a port has failed in it.
  public boolean failed;

  /// Whether another one of that namespace and name was under way when it began.
  public boolean isNameBusy;

  /// Whether a token call of it is under way.
  public boolean fetchesToken;

  /// Whether a Retry-After was in force when it was last asked who owns the target.
  public boolean held;

  public Optional<BuildSecretsStatus> after = Optional.empty();

  public Pass(
      ObservedProcess process,
      int number,
      Watch.Seen seen,
      Map<String, String> versions,
      long changes) {
    this.number = number;
    this.process = process;
    this.cached = seen.resource();
    this.before = process.known(seen);
    this.cachedVersions = versions;
    this.worked = cached;
    this.seen = cached;
    this.changesAtStart = changes;
  }
}
