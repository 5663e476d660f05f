package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.PrintableText;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.resolve.Origin;
import io.dodil.buildsecrets.resolve.Outline;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Texts that may be shown. What the API server would refuse may stand in a file, and what is in
/// the data of a Secret nobody has looked at.
final class DisplayText {

  /// `user:password@`.
  private static final Pattern LOGIN = Pattern.compile("[^\\s\"/@]*:[^\\s\"/@]*@");

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:https?://)?(?:[A-Za-z0-9*][-A-Za-z0-9.*]*|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:/[-A-Za-z0-9._~/]*)?");

  /// Of a Secret.
  private static final Pattern KEY = Pattern.compile("[-._A-Za-z0-9]{1,253}");

  private static final int LONGEST = 512;

  /// Of one problem.
  private static final int MOST_NAMES = 8;

  private DisplayText() {}

  static String text(String text) {
    return PrintableText.of(LOGIN.matcher(text).replaceAll("***@"));
  }

  /// Keys of docker configs are data: one that is no registry's name may be a value gone astray.
  static Outline outline(Outline outline) {
    var registries = new TreeMap<String, Origin>();
    int hidden = 0;
    for (var entry : outline.registries().entrySet()) {
      boolean shown = isRegistry(entry.getKey());
      hidden += shown ? 0 : 1;
      registries.put(
          shown ? entry.getKey() : "(not shown: no registry's name, %d)".formatted(hidden),
          entry.getValue());
    }
    return new Outline(
        registries, outline.gitCredentials(), outline.buildSecrets(), outline.names());
  }

  /// The keys of a Secret or the registries that a problem is about, which the data of a Secret
  /// names; white space around a registry's name is left out.
  static String names(Problem problem, List<String> names) {
    boolean registries = isAboutRegistries(problem);
    var all =
        names.stream()
            .map(String::strip)
            .filter(name -> registries ? isRegistry(name) : KEY.matcher(name).matches())
            .distinct()
            .limit(MOST_NAMES + 1L)
            .toList();
    return String.join(", ", all.subList(0, Math.min(MOST_NAMES, all.size())))
        + (all.size() > MOST_NAMES ? ", ..." : "");
  }

  private static boolean isAboutRegistries(Problem problem) {
    return problem instanceof Problem.InvalidEntries
        || problem instanceof Problem.RegistryEntryNotFound
        || problem instanceof Problem.AmbiguousRegistry
        || (problem instanceof Problem.ConflictingSources(_, _, var group)
            && group == Problem.Group.REGISTRIES);
  }

  private static boolean isRegistry(String name) {
    return name.length() <= LONGEST && REGISTRY.matcher(name).matches();
  }
}
