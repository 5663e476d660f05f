package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.Resource;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// What this very resource saved last, and what is different now.
///
/// @param known whether that could be looked at
/// @param now what would be saved; empty when nothing would
/// @param moved Secrets that have another version since, or stand in the file
/// @param appeared Secrets that it was not made from
/// @param gone Secrets that it was made from and that are not there, or not referenced, any more
public record History(
    boolean known,
    Optional<LastSave> last,
    Optional<Counts> now,
    boolean specMoved,
    NavigableSet<String> moved,
    NavigableSet<String> appeared,
    NavigableSet<String> gone) {

  /// Compares with the last save to where the spec goes now; one to elsewhere counts for nothing.
  static History of(Facts facts, Optional<LastSave> last, Optional<Counts> now) {
    boolean known = !(facts.live() instanceof Facts.Live.Hidden);
    var appeared = new TreeSet<>(facts.secrets().byName().keySet());
    var gone = new TreeSet<String>();
    var moved = new TreeSet<String>();
    last.ifPresent(
        save -> {
          appeared.removeAll(save.versions().keySet());
          save.versions()
              .forEach((name, version) -> compare(facts.secrets(), name, version, moved, gone));
        });
    return new History(
        known, last, now, last.filter(s -> specMoved(facts, s)).isPresent(), moved, appeared, gone);
  }

  private static void compare(
      SecretFacts secrets,
      String name,
      String version,
      NavigableSet<String> moved,
      NavigableSet<String> gone) {
    if (secrets.unread().containsKey(name)) {
      return;
    }
    if (!secrets.byName().containsKey(name)) {
      gone.add(name);
    } else if (!version.equals(secrets.versions().byName().get(name))) {
      moved.add(name);
    }
  }

  private static boolean specMoved(Facts facts, LastSave save) {
    return facts
        .live()
        .found()
        .filter(live -> live.generation() == save.generation())
        .filter(live -> live.spec().equals(facts.resource().spec()))
        .isEmpty();
  }

  Optional<Counts> before() {
    return last.map(Resource::countsOf);
  }

  /// Whether it replaces what nobody knows.
  boolean isFirst() {
    return last.isEmpty();
  }

  /// Whether the operator would wait for entries to come back before it saves fewer.
  boolean isRemoval() {
    return !specMoved && before().flatMap(then -> now.filter(n -> n.anyBelow(then))).isPresent();
  }

  boolean isUnchanged() {
    return last.isPresent()
        && !specMoved
        && moved.isEmpty()
        && appeared.isEmpty()
        && gone.isEmpty();
  }
}
