using System.Diagnostics;
using System.Globalization;
using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Chaos;

/// <summary>
/// A network whose cables can be pulled: some names have a network namespace of their own, with one cable to a switch, which is a bridge in another one;
/// whoever else is on this machine is plugged into the same switch under <see cref="OwnAddress"/>. Each namespace lives in a process that ends with this one,
/// however that ends, and takes its interfaces along: nothing is left behind.
/// </summary>
internal sealed class CutNetwork : IAsyncDisposable
{
    /// <summary>An address of nobody: what is sent there arrives nowhere.</summary>
    private const string Nobody = "02:00:00:00:00:01";

    private static readonly Lazy<string?> Missing = new(FindWhyMissing);

    private readonly Dictionary<string, (Process Holder, string Address)> _namespaces = [];
    private readonly Process _switch;
    private readonly int _number;

    private CutNetwork(Process switching, int number) => (_switch, _number) = (switching, number);

    /// <summary>Why this machine cannot have one, or <see langword="null"/>.</summary>
    public static string? WhyMissing => Missing.Value;

    /// <summary>Of everybody who has no namespace of their own.</summary>
    private string OwnAddress => $"198.18.{_number}.254";

    /// <param name="names">Who can be cut off, such as <c>silo-1</c>: at most 100.</param>
    public static async Task<CutNetwork> MakeAsync(params string[] names)
    {
        var switching = Hold();
        var network = new CutNetwork(switching, await PlugInAsync(switching));
        try
        {
            var device = $"ochat-{network._number}";
            await RunAsync("ip", $"addr add {network.OwnAddress}/24 dev {device}");
            await RunAsync("ip", $"link set dev {device} up");
            await InAsync(switching, "ip link add name lan type bridge");
            await InAsync(switching, "ip link set dev lan up");
            await InAsync(switching, "ip link set dev world master lan up");
            foreach (var name in names) await network.AddAsync(name);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public Place PlaceOf(string name) => _namespaces.TryGetValue(name, out var own)
        ? new(own.Address, ["nsenter", $"--net=/proc/{own.Holder.Id}/ns/net", "--"])
        : new(OwnAddress, []);

    /// <summary>Pulls the cable at the switch: nothing comes, nothing goes, and nobody is told.</summary>
    public Task CutAsync(string name) => InAsync(_switch, $"ip link set dev {name} nomaster");

    public Task HealAsync(string name) => InAsync(_switch, $"ip link set dev {name} master lan");

    /// <summary>One way only: what one sends to the other is lost, the rest arrives.</summary>
    public Task MuteAsync(string from, string to) => InAsync(_namespaces[from].Holder, $"ip neigh replace {PlaceOf(to).Address} lladdr {Nobody} dev eth0 nud permanent");

    public Task UnmuteAsync(string from, string to) => InAsync(_namespaces[from].Holder, $"ip neigh del {PlaceOf(to).Address} dev eth0");

    /// <summary>The last process in a namespace ends it, and its cables with it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var holder in _namespaces.Values.Select(static n => n.Holder).Append(_switch))
        {
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }

    private async Task AddAsync(string name)
    {
        var holder = Hold();
        _namespaces.Add(name, (holder, $"198.18.{_number}.{_namespaces.Count + 1}"));
        await InAsync(_switch, $"ip link add name {name} type veth peer name eth0 netns {holder.Id}");
        await InAsync(_switch, $"ip link set dev {name} master lan up");
        await InAsync(holder, $"ip addr add {_namespaces[name].Address}/24 dev eth0");
        await InAsync(holder, "ip link set dev eth0 up");
        await InAsync(holder, "ip link set dev lo up");
    }

    /// <summary>A cable from here to the switch under the first number that no other run has.</summary>
    private static async Task<int> PlugInAsync(Process switching)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                await RunAsync("ip", $"link add name ochat-{number} type veth peer name world netns {switching.Id}");
                return number;
            }
            catch (InvalidOperationException error) when (number < 250 && error.Message.Contains("exists", StringComparison.Ordinal))
            {
                // The next one.
            }
        }
    }

    /// <summary>A process with a network namespace of its own that does nothing. It is in it once it has said so.</summary>
    private static Process Hold()
    {
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "echo in; exec cat >/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("in", holder.StandardOutput.ReadLine());
        return holder;
    }

    private static Task InAsync(Process holder, string command) => RunAsync("nsenter", $"--net=/proc/{holder.Id.ToString(CultureInfo.InvariantCulture)}/ns/net -- {command}");

    private static async Task RunAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var words = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments}: {words}");
    }

    private static string? FindWhyMissing()
    {
        if (Environment.UserName != "root") return "Network namespaces need root.";
        try
        {
            using var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "ip", "link", "add", "name", "one", "type", "veth", "peer", "name", "other"]) { RedirectStandardError = true })!;
            var words = holder.StandardError.ReadToEnd();
            holder.WaitForExit();
            return holder.ExitCode == 0 ? null : $"Network namespaces cannot be made here: {words.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return $"Network namespaces need unshare, nsenter and ip: {error.Message}";
        }
    }
}

/// <summary>A test that cuts cables. Where network namespaces are not allowed it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PartitionFactAttribute : ChaosFactAttribute
{
    public PartitionFactAttribute() => Skip ??= CutNetwork.WhyMissing;
}
