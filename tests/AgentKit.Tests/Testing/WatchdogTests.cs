using AgentKit.Testing;
using FluentAssertions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace AgentKit.Tests.Testing;

/// <summary>Another process holds a PostgreSQL and ends without disposing it.</summary>
public sealed class WatchdogTests : IDisposable
{
    private const string Holder = """
        using System;
        using System.IO;
        using System.Reflection;
        using System.Runtime.CompilerServices;
        using System.Runtime.Loader;
        using System.Threading.Tasks;
        using AgentKit.Testing;

        public static class Holder
        {
            public static Task Main(string[] args)
            {
                AssemblyLoadContext.Default.Resolving += (context, name) =>
                    context.LoadFromAssemblyPath(Path.Combine(args[0], name.Name + ".dll"));
                return HoldAsync(args[1]);
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static async Task HoldAsync(string parent)
            {
                var postgres = await ThrowawayPostgres.StartAsync(
                    new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries, ParentDirectory = parent });
                Console.WriteLine(postgres.DataDirectory);
                var forgotten = postgres.CreateDatabaseAsync();
                await forgotten;
                Console.ReadLine();
            }
        }
        """;

    private readonly TemporaryFolder _programs = new();
    private readonly TemporaryFolder _clusters = new TemporaryFolder().OpenToEverybody();

    public void Dispose()
    {
        _programs.Dispose();
        _clusters.Dispose();
    }

    [Fact]
    public async Task Holder_KilledWhileTheServerRuns_LeavesNeitherProcessNorFolder()
    {
        using var holder = StartHolder();
        var data = (await holder.StandardOutput.ReadLineAsync())!;
        var server = Processes.OfServerIn(data);
        Processes.Exists(server).Should().BeTrue();

        // SIGKILL, which no program can answer.
        holder.Kill();

        await Processes.UntilAsync(() => !Directory.Exists(Path.GetDirectoryName(data)!), "the folder to be removed");
        await Processes.UntilAsync(() => !Processes.Exists(server), "the server to be gone");
        Directory.EnumerateFileSystemEntries(_clusters.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task Holder_KilledWhileTheClusterIsMade_LeavesNoFolder()
    {
        using var holder = StartHolder();
        await Processes.UntilAsync(() => Directory.EnumerateDirectories(_clusters.FullName).Any(), "the folder to be made");

        holder.Kill();

        await Processes.UntilAsync(
            () => !Directory.EnumerateFileSystemEntries(_clusters.FullName).Any(), "the folder to be removed");
    }

    [Fact]
    public async Task Holder_EndingByItself_HasRemovedAllBeforeItIsGone()
    {
        using var holder = StartHolder();
        var data = (await holder.StandardOutput.ReadLineAsync())!;
        var server = Processes.OfServerIn(data);

        await holder.StandardInput.WriteLineAsync();
        var rest = await holder.StandardOutput.ReadToEndAsync() + await holder.StandardError.ReadToEndAsync();
        await holder.WaitForExitAsync();

        holder.ExitCode.Should().Be(0, rest);
        rest.Should().BeEmpty("nothing is printed");
        Directory.EnumerateFileSystemEntries(_clusters.FullName).Should().BeEmpty();
        Processes.Exists(server).Should().BeFalse();
    }

    [Fact]
    public async Task CleanUpAsync_WithAPidFileThatNamesSomebodyElse_LeavesThatProcessAlone()
    {
        var folder = Path.Combine(_clusters.FullName, "stale");
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        using var bystander = new Command("sleep", "600").Start();
        await File.WriteAllTextAsync(Path.Combine(data, "postmaster.pid"), $"{bystander.Id}\n{data}\n");
        using var watchdog = Watchdog.Start(folder, data)!;

        await watchdog.CleanUpAsync();

        Directory.Exists(folder).Should().BeFalse();
        bystander.HasExited.Should().BeFalse();
        bystander.Kill();
    }

    private System.Diagnostics.Process StartHolder()
    {
        var dll = Path.Combine(_programs.FullName, "Holder.dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(ThrowawayPostgres).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));
        var compiled = CSharpCompilation.Create("Holder", [CSharpSyntaxTree.ParseText(Holder)], references).Emit(dll);
        compiled.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        var bin = AppContext.BaseDirectory;
        File.Copy(Path.Combine(bin, "AgentKit.Tests.runtimeconfig.json"), Path.ChangeExtension(dll, ".runtimeconfig.json"));
        return new Command(Environment.ProcessPath!, dll, bin, _clusters.FullName).Start();
    }
}
