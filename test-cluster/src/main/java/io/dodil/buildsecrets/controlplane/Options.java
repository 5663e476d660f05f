package io.dodil.buildsecrets.controlplane;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a [ControlPlane] may have beyond the defaults.
///
/// @param auditLog where each request is written down, with its user agent; without bodies, those
///   of statuses and Events aside
/// @param apiServerFlags further flags of kube-apiserver, as `--name=value`
public record Options(Optional<Path> auditLog, List<String> apiServerFlags) {

  public Options {
    auditLog = auditLog.map(Path::toAbsolutePath);
    apiServerFlags = List.copyOf(apiServerFlags);
  }

  public static Options defaults() {
    return new Options(Optional.empty(), List.of());
  }

  public Options auditLog(Path file) {
    return new Options(Optional.of(file), apiServerFlags);
  }

  public Options apiServerFlag(String flag) {
    return new Options(auditLog, Stream.concat(apiServerFlags.stream(), Stream.of(flag)).toList());
  }

  List<String> allFlags(Path auditPolicy) {
    var loopback = Stream.of("--bind-address=127.0.0.1");
    var audit =
        auditLog.stream()
            .flatMap(
                file ->
                    Stream.of("--audit-policy-file=" + auditPolicy, "--audit-log-path=" + file));
    return Stream.of(loopback, audit, apiServerFlags.stream()).flatMap(flags -> flags).toList();
  }
}
