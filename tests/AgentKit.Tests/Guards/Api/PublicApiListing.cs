using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AgentKit.Tests.Guards.Api;

/// <summary>
/// Every type and member of an assembly that a caller outside can see, one a line, sorted. Read from the compiled assembly, as a caller's
/// compiler reads it. Left out is what follows from the word <c>record</c>: equality, text and copying.
/// </summary>
internal static class PublicApiListing
{
    public static string Of(Assembly assembly)
    {
        var reference = MetadataReference.CreateFromFile(assembly.Location);
        var compilation = CSharpCompilation.Create("api", references: CompilerReferences.All.Append(reference));
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;

        var listing = new StringBuilder();
        foreach (var type in Types(symbol.GlobalNamespace).OrderBy(SortKey, StringComparer.Ordinal))
        {
            if (listing.Length > 0)
            {
                listing.Append('\n');
            }

            listing.Append(PublicApiText.OfType(type)).Append('\n');
            var members = Members(type)
                .Select(member => (Rank: Rank(member), member.Name, Text: PublicApiText.OfMember(member)))
                .OrderBy(member => member.Rank)
                .ThenBy(member => member.Name, StringComparer.Ordinal)
                .ThenBy(member => member.Text, StringComparer.Ordinal);
            foreach (var member in members)
            {
                listing.Append("    ").Append(member.Text).Append('\n');
            }
        }

        return listing.ToString();
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Types(inner),
            INamedTypeSymbol type when IsVisible(type) => Types(type).Prepend(type),
            _ => [],
        });

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate)
        {
            return [type.DelegateInvokeMethod!];
        }

        return type.GetMembers().Where(member => IsVisible(member) && member switch
        {
            INamedTypeSymbol => false,
            IMethodSymbol method => IsListed(method),
            IPropertySymbol property => !(type.IsRecord && property.Name == "EqualityContract"),
            IFieldSymbol field => type.TypeKind != TypeKind.Enum || field.HasConstantValue,
            _ => true,
        });
    }

    /// <summary>Constants (of an enum by value), constructors, properties and events, then methods.</summary>
    private static (int Kind, long Value) Rank(ISymbol member) => member switch
    {
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } field => (0, Convert.ToInt64(field.ConstantValue)),
        IFieldSymbol => (0, 0),
        IMethodSymbol { MethodKind: MethodKind.Constructor } => (1, 0),
        IMethodSymbol => (3, 0),
        _ => (2, 0),
    };

    private static bool IsListed(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor when method.ContainingType.IsValueType => method.Parameters.Length > 0,
        MethodKind.Constructor => !IsCopy(method),
        MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Conversion =>
            method.Name == "Deconstruct" || !IsGenerated(method),
        _ => false,
    };

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord
        && constructor.Parameters is [var only]
        && SymbolEqualityComparer.Default.Equals(only.Type, constructor.ContainingType);

    private static bool IsGenerated(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => symbol.ContainingType is { IsSealed: false },
        _ => false,
    };

    private static string SortKey(INamedTypeSymbol type) => $"{type.ToDisplayString()} {type.Arity}";
}
