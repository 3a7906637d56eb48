package io.stowage.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The schema as it stands in the jar, element by element. */
final class Schema {
    private final Element root;

    Schema() {
        try (InputStream in = Schema.class.getResourceAsStream("/io/stowage/codecs/stowage-schema.xml")) {
            final Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            root = document.getDocumentElement();
        } catch (final IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    String attribute(final String name) {
        return root.getAttribute(name);
    }

    List<Element> messages() {
        return children(root, "sbe:message");
    }

    List<Element> types(final String kind) {
        return children(children(root, "types").getFirst(), kind);
    }

    /** Child elements of some names, or all where no name is given. */
    static List<Element> children(final Element parent, final String... names) {
        final List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && (names.length == 0 || List.of(names).contains(element.getTagName()))) {
                found.add(element);
            }
        }
        return found;
    }
}
