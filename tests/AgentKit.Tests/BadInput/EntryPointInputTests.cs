using System.Reflection;
using AgentKit.Tests.Guards;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.BadInput;

/// <summary>
/// What is public and no store: extension methods, factories, constructors, chat clients, runners. Null is refused by the name of the parameter, before
/// anything else is done.
/// </summary>
public sealed class EntryPointInputTests
{
    [Fact]
    public async Task Call_NullInAnyPlace_IsRefusedByName()
    {
        await using var samples = new EntryPointSamples();
        List<string> violations = [];
        var tried = 0;
        foreach (var entry in EntryPoints())
        {
            foreach (var parameter in entry.GetParameters().Where(MayNotBeLeftOut))
            {
                tried++;
                if (await FindViolationAsync(samples, entry, parameter) is { } violation)
                {
                    violations.Add($"{LibraryAssemblies.Describe(entry)}({parameter.Name}): {violation}");
                }
            }
        }

        tried.Should().BeGreaterThan(50);
        string.Join('\n', violations).Should().BeEmpty();
    }

    private static IEnumerable<MethodBase> EntryPoints() =>
        LibraryAssemblies.PublicTypes
            .Where(type => type.IsClass && !typeof(Exception).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>()
            .Where(method => !LibraryAssemblies.IsGenerated(method) && (!method.IsSpecialName || method.IsConstructor || method.Name == "op_Implicit"))
            .Where(method => method.IsStatic || !LibraryAssemblies.IsRecord(method.DeclaringType!)) // a record is looked at where it is used
            .Where(method => (method as MethodInfo)?.GetBaseDefinition().DeclaringType is not { } origin || LibraryAssemblies.All.Contains(origin.Assembly))
            .Where(method => !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike)) // reflection cannot pass it
            .Select(method => method is MethodInfo { IsGenericMethodDefinition: true } generic ? generic.MakeGenericMethod(typeof(ISessionStore)) : method);

    private static bool MayNotBeLeftOut(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static async Task<string?> FindViolationAsync(EntryPointSamples samples, MethodBase entry, ParameterInfo wrong)
    {
        object?[] arguments = [.. entry.GetParameters().Select(parameter => parameter.Position == wrong.Position ? null : samples.Of(parameter))];
        try
        {
            var target = entry.IsStatic || entry.IsConstructor ? null : samples.Of(entry.DeclaringType!);
            await Call.FinishAsync(entry is ConstructorInfo constructor ? constructor.Invoke(arguments) : entry.Invoke(target, arguments));
            return "it was taken";
        }
        catch (Exception thrown)
        {
            var error = thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown;
            return error is ArgumentException refused && refused.ParamName == wrong.Name ? null : $"{error.GetType().Name}: {error.Message}";
        }
    }
}
