package io.sluice.server.delivery.custom.answer;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jaxen.BaseXPath;
import org.jaxen.Context;
import org.jaxen.ContextSupport;
import org.jaxen.FunctionCallException;
import org.jaxen.FunctionContext;
import org.jaxen.JaxenException;
import org.jaxen.NamespaceContext;
import org.jaxen.SimpleVariableContext;
import org.jaxen.XPathFunctionContext;
import org.jaxen.dom.DocumentNavigator;
import org.jaxen.expr.Expr;
import org.jaxen.function.StringFunction;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * XPath 1.0 that ends: every node that an evaluation looks at is counted. Expressions are compiled once for all leads;
 * a prefix is what the document itself declares it to be.
 */
final class XPaths {

  private static final int MAX_EXPRESSION_CHARS = 1_000;
  /**
   * Measured: a few tenths of a second. Putting what was found in order looks at half of the square of its number, so
   * among more than four thousand brothers nothing is found.
   */
  private static final int MAX_VISITS = 10_000_000;
  /** Text that is compared costs as well. */
  private static final int CHARS_PER_VISIT = 16;

  private static final FunctionContext FUNCTIONS = new XPathFunctionContext(false);
  private static final Compiled<Expr> EXPRESSIONS = new Compiled<>(XPaths::compile);

  private XPaths() {}

  private static Optional<Expr> compile(String expression) {
    try {
      return expression.length() > MAX_EXPRESSION_CHARS
          ? Optional.empty()
          : Optional.of(new BaseXPath(expression, DocumentNavigator.getInstance()).getRootExpr());
    } catch (JaxenException noXPath) {
      return Optional.empty(); // a place that cannot be found, like any other
    }
  }

  /** {@link Node}s, or one text for what is a text, a number or a boolean; nothing for what takes too long. */
  static List<Object> evaluate(String expression, Document document, int maxValues) {
    return EXPRESSIONS.of(expression).map(compiled -> evaluate(compiled, document, maxValues)).orElse(List.of());
  }

  private static List<Object> evaluate(Expr expression, Document document, int maxValues) {
    var navigator = new Counting();
    NamespaceContext namespaces = prefix -> declared(prefix, document.getDocumentElement(), navigator);
    var context = new Context(new ContextSupport(namespaces, FUNCTIONS, new SimpleVariableContext(), navigator));
    context.setNodeSet(List.of(document));
    try {
      var value = expression.evaluate(context);
      return value instanceof List<?> nodes
          ? nodes.stream().limit(maxValues).<Object>map(Object.class::cast).toList()
          : List.of(StringFunction.evaluate(value, navigator));
    } catch (JaxenException | TooFar none) {
      return List.of(); // nothing stands where nobody gets to
    }
  }

  /** The first declaration of the prefix in the document. */
  private static @Nullable String declared(String prefix, Node element, Counting navigator) {
    for (Node node = element; node != null; node = following(node, element)) {
      navigator.visit(1);
      if (node.hasAttributes() && node.getAttributes().getNamedItem("xmlns:" + prefix) instanceof Attr declaration) {
        return declaration.getValue();
      }
    }
    return null;
  }

  private static @Nullable Node following(Node node, Node root) {
    if (node.getFirstChild() instanceof Node child) {
      return child;
    }
    for (Node here = node; here != null && here != root; here = here.getParentNode()) {
      if (here.getNextSibling() instanceof Node sibling) {
        return sibling;
      }
    }
    return null;
  }

  private static final class TooFar extends RuntimeException {

    TooFar() {
      super("looked at too many nodes", null, false, false);
    }
  }

  /** Counts for one evaluation. */
  private static final class Counting extends DocumentNavigator {

    private int left = MAX_VISITS;

    void visit(int cost) {
      left -= cost;
      if (left < 0) {
        throw new TooFar();
      }
    }

    private Iterator<?> counted(Iterator<?> nodes) {
      visit(1);
      return new Iterator<Object>() {
        @Override
        public boolean hasNext() {
          return nodes.hasNext();
        }

        @Override
        public Object next() {
          visit(1);
          return nodes.next();
        }
      };
    }

    private String counted(String text) {
      visit(1 + text.length() / CHARS_PER_VISIT);
      return text;
    }

    @Override
    public Iterator<?> getChildAxisIterator(Object node) {
      return counted(super.getChildAxisIterator(node));
    }

    @Override
    public Iterator<?> getParentAxisIterator(Object node) {
      return counted(super.getParentAxisIterator(node));
    }

    @Override
    public Iterator<?> getFollowingSiblingAxisIterator(Object node) {
      return counted(super.getFollowingSiblingAxisIterator(node));
    }

    @Override
    public Iterator<?> getPrecedingSiblingAxisIterator(Object node) {
      return counted(super.getPrecedingSiblingAxisIterator(node));
    }

    @Override
    public Iterator<?> getFollowingAxisIterator(Object node) {
      return counted(super.getFollowingAxisIterator(node));
    }

    @Override
    public Iterator<?> getAttributeAxisIterator(Object node) {
      return counted(super.getAttributeAxisIterator(node));
    }

    @Override
    public Iterator<?> getNamespaceAxisIterator(Object node) {
      return counted(super.getNamespaceAxisIterator(node));
    }

    @Override
    public Object getParentNode(Object node) {
      visit(1);
      return super.getParentNode(node);
    }

    @Override
    public String getElementStringValue(Object node) {
      return counted(super.getElementStringValue(node));
    }

    @Override
    public String getAttributeStringValue(Object node) {
      return counted(super.getAttributeStringValue(node));
    }

    @Override
    public String getTextStringValue(Object node) {
      return counted(super.getTextStringValue(node));
    }

    /** {@code document('http://…')} would open what it names. */
    @Override
    public Object getDocument(String url) throws FunctionCallException {
      throw new FunctionCallException("no other document is opened");
    }

    @Override
    public Object getElementById(Object node, String id) {
      visit(1);
      return super.getElementById(node, id);
    }
  }
}
