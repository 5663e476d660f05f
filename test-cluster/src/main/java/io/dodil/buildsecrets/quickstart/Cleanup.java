package io.dodil.buildsecrets.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/// What must be gone at the end, however it comes: the latest first, each once.
final class Cleanup implements AutoCloseable {

  private final Deque<Runnable> removals = new ArrayDeque<>();
  private volatile boolean ending;

  static Cleanup removedAtExit() {
    var cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::close));
    return cleanup;
  }

  /// Removes it at once when the end has come already.
  synchronized void add(Runnable removal) {
    if (ending) {
      removal.run();
    } else {
      removals.push(removal);
    }
  }

  /// Readable by its user alone.
  Path folder() {
    try {
      var folder = Files.createTempDirectory("buildsecrets-quickstart");
      add(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// It is gone already when the operator ended by itself.
  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on failures are ours: everything is being taken away.
  boolean areBeingRemoved() {
    return ending;
  }

  /// Synchronized, so that an exit of the JVM waits for a removal under way.
  @Override
  public synchronized void close() {
    ending = true;
    while (!removals.isEmpty()) {
      try {
        removals.pop().run();
      } catch (RuntimeException e) {
        System.err.println("could not be removed: " + e.getMessage());
      }
    }
  }
}
