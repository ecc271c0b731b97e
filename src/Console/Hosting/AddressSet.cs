using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Hosting;

/// <summary>Addresses and networks as settings name them: <c>10.0.0.7</c>, <c>10.0.0.0/8</c>, <c>fd00::/8</c>.</summary>
internal sealed class AddressSet
{
    private readonly ImmutableArray<IPNetwork> networks;

    private AddressSet(ImmutableArray<IPNetwork> networks) => this.networks = networks;

    /// <summary>No address at all.</summary>
    public static AddressSet Empty { get; } = new([]);

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => networks.IsEmpty;

    /// <summary>The networks.</summary>
    public ImmutableArray<IPNetwork> Networks => networks;

    /// <summary>Reads a setting.</summary>
    /// <param name="setting">Its name, for problems.</param>
    /// <param name="entries">What it holds.</param>
    public static Result<AddressSet> Read(string setting, IEnumerable<string> entries)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var entry in entries)
        {
            if (ReadOne(entry, out var network) is { } wrong)
            {
                problems.Add(new Problem(setting, $"'{entry}' {wrong}"));
            }
            else
            {
                networks.Add(network);
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : new AddressSet(networks.ToImmutable());
    }

    /// <summary>Whether an address is in it. An unknown one never is.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        // A socket that listens for both kinds shows 10.0.0.7 as ::ffff:10.0.0.7.
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }

    private static string? ReadOne(string entry, out IPNetwork network)
    {
        network = default;
        var parts = entry.Trim().Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address) || !IsWhole(parts[0], address))
        {
            return "is no address and no network: write for example 10.0.0.7, 10.0.0.0/8 or fd00::/8";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return "is IPv4 written as IPv6: write it as IPv4";
        }

        var longest = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var prefix = longest;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > longest))
        {
            return $"has no prefix length from 0 to {longest} after the stroke";
        }

        var first = First(address, prefix);
        if (!first.Equals(address))
        {
            return $"names an address inside its network: write {first}/{prefix}";
        }

        network = new IPNetwork(first, prefix);
        return null;
    }

    // The framework also reads 10.1 (as 10.0.0.1) and a scope (fe80::1%eth0): nobody means them here.
    private static bool IsWhole(string text, IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? text == address.ToString()
        : !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal);

    private static IPAddress First(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var at = 0; at < bytes.Length; at++)
        {
            var kept = Math.Clamp(prefix - (at * 8), 0, 8);
            bytes[at] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
