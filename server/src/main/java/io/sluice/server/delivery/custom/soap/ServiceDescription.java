package io.sluice.server.delivery.custom.soap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * What a WSDL 1.1 says of a service, as far as calling it needs.
 *
 * @param prefixes the author's own names for the namespaces of their messages, in the order of the document
 */
record ServiceDescription(Map<String, String> prefixes, Schemas schemas, List<Operation> operations) {

  /**
   * @param soap12 whether its binding speaks SOAP 1.2
   * @param location where it is called
   * @param rpc whether the message is wrapped in the operation's name instead of an element of a schema
   * @param input the element that is sent
   * @param output the element that comes back; empty where none is declared
   */
  record Operation(
      String service,
      String port,
      String name,
      boolean soap12,
      String location,
      String action,
      boolean rpc,
      boolean encoded,
      QName input,
      Optional<QName> output) {}

  /**
   * The operation of that name; where several ports have it, one that speaks the wanted version before one that does
   * not.
   *
   * @param function {@code AddLead} or {@code Service.Port.AddLead}
   */
  Optional<Operation> operation(String function, boolean soap12) {
    var named = operations.stream()
        .filter(operation -> operation.name().equals(function)
            || (operation.service() + "." + operation.port() + "." + operation.name()).equals(function))
        .toList();
    return named.stream().filter(operation -> operation.soap12() == soap12).findFirst()
        .or(() -> named.stream().findFirst());
  }

  Optional<String> prefixOf(String namespace) {
    return prefixes.entrySet().stream()
        .filter(prefix -> prefix.getValue().equals(namespace))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
