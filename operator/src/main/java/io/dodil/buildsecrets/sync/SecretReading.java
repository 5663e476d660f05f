package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.resolve.SecretReader;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Reads the Secrets of a resource within budgets: a few resources at a time, two reads at a time
/// for each, 8 MiB in all. Nobody knows before how large Secrets are, so everybody begins among the
/// small ones; what turns out to be large drops what it has and begins again with a slot for large
/// payloads, of which one reads at a time. So no tenant exhausts the memory, and the small ones,
/// nearly all, never wait for a large one.
final class SecretReading {

  /// Of all values of one resource's Secrets, in bytes.
  static final long MAX_BYTES = SecretContent.MAX_TOGETHER;

  /// What nearly all resources are below.
  static final long SMALL_BYTES = 512 << 10;

  private final SecretReader reader;
  private final Lane small = new Lane(new FairSlots(2), SMALL_BYTES);
  private final Lane large = new Lane(new FairSlots(1), MAX_BYTES);

  SecretReading(SecretReader reader) {
    this.reader = reader;
  }

  /// What came of reading them all.
  sealed interface Secrets {

    /// Those that exist, by name.
    record Read(Map<String, SecretContent> byName) implements Secrets {}

    record TooLarge() implements Secrets {}

    record Failed() implements Secrets {}
  }

  /// Resources that read at a time, and how much each may read.
  private record Lane(FairSlots readers, long maxBytes) {}

  /// The Secrets are only there inside `use`: when it returns, the next resource may read.
  ///
  /// @param isLarge whether the resource has a slot for large payloads
  /// @return empty when it needs such a slot
  <T> Optional<T> read(
      String namespace, Collection<String> names, boolean isLarge, Function<Secrets, T> use) {
    var lane = isLarge ? large : small;
    try (var _ = lane.readers.acquire(namespace)) {
      var secrets = new Batch(namespace, names, lane.maxBytes).read();
      return secrets instanceof Secrets.TooLarge && !isLarge
          ? Optional.empty()
          : Optional.of(use.apply(secrets));
    }
  }

  private final class Batch {

    private final String namespace;
    private final long maxBytes;
    private final Queue<String> left;
    private final Map<String, SecretContent> found = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();

    Batch(String namespace, Collection<String> names, long maxBytes) {
      this.namespace = namespace;
      this.maxBytes = maxBytes;
      this.left = new ConcurrentLinkedQueue<>(names);
    }

    Secrets read() {
      if (left.size() > 1) {
        var second = CompletableFuture.runAsync(this::drain, Thread::startVirtualThread);
        drain();
        second.join();
      } else {
        drain();
      }
      if (failed.get()) {
        return new Secrets.Failed();
      }
      return bytes.get() > maxBytes ? new Secrets.TooLarge() : new Secrets.Read(Map.copyOf(found));
    }

    private void drain() {
      for (var name = left.poll(); name != null && goOn(); name = left.poll()) {
        switch (reader.read(namespace, name)) {
          case SecretRead.Found(var secret) -> keep(secret);
          case SecretRead.Absent() -> {}
          case SecretRead.Failed() -> failed.set(true);
        }
      }
    }

    private boolean goOn() {
      return !failed.get() && bytes.get() <= maxBytes;
    }

    private void keep(SecretContent secret) {
      if (bytes.addAndGet(secret.size()) <= maxBytes) {
        found.put(secret.name(), secret);
      }
    }
  }
}
