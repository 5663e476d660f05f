import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// `java -cp JACKSON Sbom.java DIRECTORY BASE OUT`: the bill of materials of the image. What Maven
/// knows of, the jars, and beside it the image itself and the base below them: Java run time and
/// Debian packages when we made it, else its name.
void main(String[] args) throws IOException {
  var directory = Path.of(args[0]);
  var base = args[1];
  var bom = (ObjectNode) json.readTree(directory.resolve("jars.cdx.json").toFile());
  var operator = (ObjectNode) bom.at("/metadata/component");
  var parts = new ArrayList<ObjectNode>(List.of(operator));
  if (base.equals("scratch")) {
    parts.add(javaRuntime(directory.resolve("base/jre/opt/jre/release")));
    parts.addAll(debianPackages(directory));
  } else {
    parts.add(component("container", base, "", "").put("bom-ref", base));
  }
  var image = image((ObjectNode) json.readTree(directory.resolve("image.json").toFile()));
  ((ObjectNode) bom.at("/metadata")).set("component", image);
  parts.forEach(bom.withArray("components")::add);
  dependsOn(bom, image, parts);
  parts.stream().filter(p -> p != operator).forEach(p -> dependsOn(bom, p, List.of()));
  json.writeValue(Path.of(args[2]).toFile(), bom);
}

final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

ObjectNode image(ObjectNode built) {
  var reference = built.get("image").asText();
  var digest = built.get("imageDigest").asText();
  int tag = reference.lastIndexOf(':');
  var name = reference.substring(0, tag);
  var version = reference.substring(tag + 1);
  var purl =
      "pkg:oci/%s@%s?arch=amd64&repository_url=%s&tag=%s"
          .formatted(
              name.substring(name.lastIndexOf('/') + 1), encoded(digest), encoded(name), version);
  var image = component("container", name, version, purl);
  image.withArray("licenses").addObject().putObject("license").put("id", "Apache-2.0");
  // the manifest's, and the configuration's, which stays when a tool pushes another manifest for it
  property(image, "oci:digest", digest);
  property(image, "oci:image-id", built.get("imageId").asText());
  return image;
}

void property(ObjectNode component, String name, String value) {
  component.withArray("properties").addObject().put("name", name).put("value", value);
}

ObjectNode javaRuntime(Path release) throws IOException {
  var facts = new Properties();
  try (var in = Files.newBufferedReader(release)) {
    facts.load(in);
  }
  var version = unquoted(facts, "JAVA_RUNTIME_VERSION");
  var purl = "pkg:generic/openjdk-jre@%s?arch=x86_64&os=linux".formatted(encoded(version));
  var jre =
      component("platform", "openjdk-jre", version, purl)
          .put("publisher", unquoted(facts, "IMPLEMENTOR"))
          .put(
              "cpe",
              "cpe:2.3:a:oracle:openjdk:%s:*:*:*:*:*:*:*"
                  .formatted(unquoted(facts, "JAVA_VERSION")));
  return licensed(jre, "GPL-2.0-only WITH Classpath-exception-2.0");
}

String unquoted(Properties facts, String key) {
  return Objects.requireNonNull(facts.getProperty(key), key).replace("\"", "");
}

List<ObjectNode> debianPackages(Path directory) throws IOException {
  var release = new Properties();
  try (var in = Files.newBufferedReader(directory.resolve("base/system/etc/os-release"))) {
    release.load(in);
  }
  var packages = new ArrayList<ObjectNode>();
  for (var line : Files.readAllLines(directory.resolve("packages/debian.lock"))) {
    if (!line.startsWith("#")) {
      packages.add(debianPackage(line.split(" "), unquoted(release, "VERSION_ID")));
    }
  }
  return packages;
}

/// @param pin name, version, checksum and path, as in the lock
ObjectNode debianPackage(String[] pin, String debian) {
  var architecture = pin[3].endsWith("_all.deb") ? "all" : "amd64";
  var purl =
      "pkg:deb/debian/%s@%s?arch=%s&distro=debian-%s"
          .formatted(pin[0], encoded(pin[1]), architecture, debian);
  var component = component("library", pin[0], pin[1], purl);
  component.withArray("hashes").addObject().put("alg", "SHA-256").put("content", pin[2]);
  var license =
      switch (pin[0]) {
        case "libc6" -> "LGPL-2.1-or-later";
        case "ca-certificates" -> "GPL-2.0-or-later AND MPL-2.0";
        case "base-files" -> "GPL-2.0-or-later";
        default -> throw new IllegalArgumentException("Which licence has " + pin[0] + "?");
      };
  return licensed(component, license);
}

ObjectNode licensed(ObjectNode component, String expression) {
  component.putArray("licenses").addObject().put("expression", expression);
  return component;
}

ObjectNode component(String type, String name, String version, String purl) {
  var component = json.createObjectNode().put("type", type).put("bom-ref", purl).put("name", name);
  if (!version.isEmpty()) {
    component.put("version", version).put("purl", purl);
  }
  return component;
}

void dependsOn(ObjectNode bom, ObjectNode whole, List<ObjectNode> parts) {
  var dependency = bom.withArray("dependencies").addObject().set("ref", whole.get("bom-ref"));
  var on = ((ObjectNode) dependency).putArray("dependsOn");
  parts.forEach(part -> on.add(part.get("bom-ref")));
}

String encoded(String text) {
  return URLEncoder.encode(text, StandardCharsets.UTF_8);
}
