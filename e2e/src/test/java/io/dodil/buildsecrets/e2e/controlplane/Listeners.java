package io.dodil.buildsecrets.e2e.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The addresses on which processes listen, in hexadecimal as `/proc/net/tcp` prints them.
final class Listeners {

  static final String LOOPBACK_4 = "0100007F";
  static final String LOOPBACK_6 = "00000000000000000000000001000000";

  private static final String LISTEN = "0A";

  private Listeners() {}

  static List<String> addresses(List<ProcessHandle> processes) throws IOException {
    var sockets = new HashSet<String>();
    for (var process : processes) {
      sockets.addAll(sockets(process));
    }
    var addresses = new ArrayList<String>();
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (var line : Files.readAllLines(Path.of(table))) {
        var columns = List.of(line.strip().split(" +", -1));
        if (columns.get(3).equals(LISTEN) && sockets.contains("socket:[" + columns.get(9) + "]")) {
          addresses.add(columns.get(1).replaceFirst(":.*", ""));
        }
      }
    }
    return addresses;
  }

  private static Set<String> sockets(ProcessHandle process) throws IOException {
    var names = new HashSet<String>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (var descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)) {
          names.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    return names;
  }
}
