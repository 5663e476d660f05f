package io.dodil.buildsecrets.e2e.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// What a layer says of a file or folder.
///
/// @param mode the bits of permission, with setuid, setgid and sticky
/// @param kind of the entries that an image has no need of, links and devices are `OTHER`
/// @param owner user and group, `0:0`
record ImageFile(String path, Kind kind, int mode, String owner) {

  enum Kind {
    FILE,
    FOLDER,
    OTHER
  }

  private static final int PERMISSIONS = 07777;
  private static final int EXECUTE = 0111;
  private static final int WRITE_BY_OTHERS = 02;

  static List<ImageFile> list(Path layer) throws IOException {
    try (var file = new BufferedInputStream(Files.newInputStream(layer));
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      var files = new ArrayList<ImageFile>();
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.add(
            new ImageFile(
                Path.of(entry.getName()).toString(),
                kind(entry),
                entry.getMode() & PERMISSIONS,
                entry.getLongUserId() + ":" + entry.getLongGroupId()));
      }
      return files;
    }
  }

  private static Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() ? Kind.FILE : Kind.OTHER;
  }

  boolean isProgram() {
    return kind == Kind.FILE && (mode & EXECUTE) != 0;
  }

  boolean isWritableByOthers() {
    return (mode & WRITE_BY_OTHERS) != 0;
  }
}
