package io.dodil.buildsecrets.ownership;

import static java.util.Comparator.comparingLong;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Target;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Remembers, by target, when the attempts of a namespace and of a resource's name ended last
/// without acceptance. Those who never tried come first, then those whose attempt is longest ago. A
/// changed spec or a recreated resource changes nothing of that.
public final class Attempts {

  private static final long NEVER = 0;

  /// target -> namespace or path -> number of the attempt
  private final Map<Target, Map<String, Long>> unaccepted = new ConcurrentHashMap<>();

  private final AtomicLong attempts = new AtomicLong(NEVER);

  /// An attempt has ended, and the API has not accepted anything.
  public void unaccepted(Target target, ResourceId resource) {
    var ends = unaccepted.computeIfAbsent(target, _ -> new ConcurrentHashMap<>());
    // a number, since two attempts can end at one time
    long number = attempts.incrementAndGet();
    ends.put(resource.namespace(), number);
    ends.put(resource.path(), number);
  }

  /// By turns: the namespace whose last unaccepted attempt is longest ago, then the resource.
  Comparator<Resource> byTurns(Target target) {
    Map<String, Long> ends = unaccepted.getOrDefault(target, Map.of());
    return comparingLong((Resource c) -> ends.getOrDefault(c.id().namespace(), NEVER))
        .thenComparingLong(c -> ends.getOrDefault(c.id().path(), NEVER));
  }

  /// Forgets the targets that no resource names.
  public void retain(Set<Target> named) {
    unaccepted.keySet().retainAll(named);
  }

  /// How many targets are known.
  public int size() {
    return unaccepted.size();
  }
}
