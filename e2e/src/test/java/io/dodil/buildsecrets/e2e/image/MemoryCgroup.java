package io.dodil.buildsecrets.e2e.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A limit of memory that the kernel enforces on processes, as a kubelet sets it for a container
/// and without swap: of cgroup v2, or of v1 where the memory controller is still there.
///
/// @param version of cgroups, 1 or 2
record MemoryCgroup(Path folder, int version) implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /// Fails where this process may not make one: as root on the machine itself it may.
  static MemoryCgroup of(long bytes) {
    var name = "buildsecrets-" + ProcessHandle.current().pid();
    try {
      var cgroup = Files.exists(ROOT.resolve("cgroup.controllers")) ? second(name) : first(name);
      cgroup.limit(bytes);
      return cgroup;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "This check needs the right to make a memory cgroup: run it as root", e);
    }
  }

  private static MemoryCgroup first(String name) throws IOException {
    return new MemoryCgroup(Files.createDirectory(ROOT.resolve("memory").resolve(name)), 1);
  }

  private static MemoryCgroup second(String name) throws IOException {
    Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory");
    return new MemoryCgroup(Files.createDirectory(ROOT.resolve(name)), 2);
  }

  private void limit(long bytes) throws IOException {
    var limit = Long.toString(bytes);
    Files.writeString(file("memory.limit_in_bytes", "memory.max"), limit);
    var swap = file("memory.memsw.limit_in_bytes", "memory.swap.max");
    if (Files.exists(swap)) {
      Files.writeString(swap, version == 1 ? limit : "0");
    }
  }

  private Path file(String first, String second) {
    return folder.resolve(version == 1 ? first : second);
  }

  /// What starts a program in it.
  List<String> command(List<String> program) {
    var enter = "echo $$ > '%s' && exec \"$@\"".formatted(folder.resolve("cgroup.procs"));
    return Stream.concat(Stream.of("sh", "-c", enter, "sh"), program.stream()).toList();
  }

  /// The most it ever held, in bytes: with what the kernel caches of files, which it gives up
  /// before it kills a process.
  long peak() {
    return Long.parseLong(text("memory.max_usage_in_bytes", "memory.peak"));
  }

  /// What belongs to its processes alone at this moment, in bytes: the kernel can't take it back.
  long anonymous() {
    return number(file("memory.stat", "memory.stat"), version == 1 ? "rss" : "anon");
  }

  /// How many processes the kernel has killed since their cgroup was full.
  long kills() {
    return number(file("memory.oom_control", "memory.events"), "oom_kill");
  }

  private String text(String first, String second) {
    try {
      return Files.readString(file(first, second)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path file, String key) {
    try (var lines = Files.lines(file)) {
      return lines
          .map(line -> line.split(" "))
          .filter(pair -> pair[0].equals(key))
          .mapToLong(pair -> Long.parseLong(pair[1]))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its processes must have ended, or be about to.
  @Override
  public void close() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> folder.toFile().delete());
  }
}
