using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AgentKit.Tests.Guards.Api;

/// <summary>A type or member as one line of C#, with nullability, defaults and the attributes that callers feel.</summary>
internal static class PublicApiText
{
    /// <summary>Attributes that the compiler writes for what the text says already, or that concern debuggers alone.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "AsyncStateMachine", "AsyncIteratorStateMachine", "IteratorStateMachine", "CompilerGenerated", "CompilerFeatureRequired",
        "DebuggerBrowsable", "DebuggerDisplay", "DebuggerHidden", "DebuggerStepThrough", "DefaultMember", "Extension", "IsReadOnly",
        "Nullable", "NullableContext", "ParamCollection", "ParamArray", "RequiredMember", "TupleElementNames", "GeneratedCode",
    };

    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeConstantValue
            | SymbolDisplayMemberOptions.IncludeExplicitInterface | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeType,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis
            | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeType,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.None,
        SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat TypeName =
        new(
            typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
            genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance);

    public static string OfType(INamedTypeSymbol type)
    {
        List<string> words = [type.DeclaredAccessibility == Accessibility.Public ? "public" : "protected"];
        if (type.IsStatic)
        {
            words.Add("static");
        }
        else if (type is { TypeKind: TypeKind.Class, IsAbstract: true })
        {
            words.Add("abstract");
        }
        else if (type is { TypeKind: TypeKind.Class, IsSealed: true })
        {
            words.Add("sealed");
        }

        if (type is { TypeKind: TypeKind.Struct, IsReadOnly: true })
        {
            words.Add("readonly");
        }

        if (type.IsRecord)
        {
            words.Add("record");
        }

        if (!type.IsRecord || type.TypeKind == TypeKind.Struct)
        {
            words.Add(type.TypeKind.ToString().ToLowerInvariant());
        }

        var bases = Bases(type).Select(symbol => symbol.ToDisplayString(Format)).ToArray();
        var header = $"{string.Join(' ', words)} {type.ToDisplayString(TypeName)}";
        if (bases.Length > 0)
        {
            header += $" : {string.Join(", ", bases)}";
        }

        var whole = type.ToDisplayString(Format);
        var constraints = whole.IndexOf(" where ", StringComparison.Ordinal);
        return Attributes(type) + header + (constraints < 0 ? "" : whole[constraints..]);
    }

    public static string OfMember(ISymbol member) => Attributes(member) + member.ToDisplayString(Format);

    private static IEnumerable<ITypeSymbol> Bases(INamedTypeSymbol type)
    {
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } parent })
        {
            yield return parent;
        }

        if (type is { TypeKind: TypeKind.Enum, EnumUnderlyingType: { SpecialType: not SpecialType.System_Int32 } number })
        {
            yield return number;
        }

        foreach (var contract in type.Interfaces.OrderBy(contract => contract.Name, StringComparer.Ordinal))
        {
            var isOwnEquality = type.IsRecord && contract.Name == nameof(IEquatable<>);
            if (!isOwnEquality && contract.DeclaredAccessibility == Accessibility.Public)
            {
                yield return contract;
            }
        }
    }

    /// <summary>The member's own attributes, then those of its parameters with their names in front, then those of its result.</summary>
    private static string Attributes(ISymbol symbol)
    {
        IEnumerable<string> texts = symbol.GetAttributes().Select(Text).OfType<string>().Order(StringComparer.Ordinal);
        if (symbol is IMethodSymbol method)
        {
            texts = texts
                .Concat(method.Parameters.SelectMany(parameter => parameter.GetAttributes().Select(Text).OfType<string>()
                    .Select(text => $"{parameter.Name}: {text}")))
                .Concat(method.GetReturnTypeAttributes().Select(Text).OfType<string>().Select(text => $"return: {text}"));
        }

        return string.Concat(texts.Select(text => $"[{text}] "));
    }

    private static string? Text(AttributeData attribute)
    {
        var name = attribute.AttributeClass!.Name;
        name = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        if (Silent.Contains(name))
        {
            return null;
        }

        string[] arguments =
        [
            .. attribute.ConstructorArguments.Select(argument => argument.ToCSharpString()),
            .. attribute.NamedArguments.Select(argument => $"{argument.Key} = {argument.Value.ToCSharpString()}"),
        ];
        return arguments.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }
}
