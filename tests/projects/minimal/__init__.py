"""The least that the portal runs on: no admin, one include, nothing that its checks don't ask for."""
