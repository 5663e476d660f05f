package io.dodil.buildsecrets.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// What happens by itself when its time has come, whatever the processes do.
final class Events {

  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::serial));
  private long serial;

  /// Something that will happen.
  record Event(Instant at, long serial, Runnable effect) {}

  Event add(Instant at, Runnable effect) {
    var event = new Event(at, serial++, effect);
    queue.add(event);
    return event;
  }

  void remove(Event event) {
    queue.remove(event);
  }

  Optional<Instant> next() {
    return Optional.ofNullable(queue.peek()).map(Event::at);
  }

  /// Makes the next one happen.
  void happen() {
    queue.remove().effect.run();
  }
}
