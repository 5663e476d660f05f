package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The Secrets that a resource references, as far as the caller can see them.
///
/// @param byName those that exist and were read
/// @param unread why others could not be
/// @param fromFile which of them stand in the file that is planned, and not (yet) so in the cluster
/// @param encrypted which of them the file holds encrypted: the cluster's are taken, if there are
public record SecretFacts(
    Map<String, SecretContent> byName,
    NavigableMap<String, Unread> unread,
    NavigableSet<String> fromFile,
    NavigableSet<String> encrypted) {

  public SecretFacts {
    byName = Map.copyOf(byName);
    unread = Collections.unmodifiableNavigableMap(new TreeMap<>(unread));
    fromFile = Collections.unmodifiableNavigableSet(new TreeSet<>(fromFile));
    encrypted = Collections.unmodifiableNavigableSet(new TreeSet<>(encrypted));
  }

  /// Why a Secret could not be read.
  public enum Unread {
    /// the caller may not
    REFUSED,
    /// the Kubernetes API failed
    FAILED,
    /// it stands encrypted in the file, and the cluster has none yet
    ENCRYPTED,
    /// something in the file makes it, and the cluster has none yet
    MADE_ELSEWHERE
  }

  /// Of those that were read from the cluster.
  SecretVersions versions() {
    var versions = new HashMap<String, String>();
    byName.values().stream()
        .filter(s -> !fromFile.contains(s.name()))
        .forEach(s -> versions.put(s.name(), s.resourceVersion()));
    return SecretVersions.of(versions);
  }

  boolean areTooLarge() {
    return byName.values().stream().mapToLong(SecretContent::size).sum()
        > SecretContent.MAX_TOGETHER;
  }
}
